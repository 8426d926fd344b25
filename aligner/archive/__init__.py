"""Run the pipeline over an archive of document sets and query the result.

Everything here needs the extra `pip install .[archive]`; nothing else imports this package.
"""
