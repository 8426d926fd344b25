"""Run the pipeline over an archive of document sets and query the result.

Everything here needs the extra `pip install .[archive]`, which `extra.need_extra` looks for; the app
and the command line import this package only where it is used.
"""
