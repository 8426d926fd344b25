"""Run the pipeline over an archive of document sets and query the result.

Everything here needs the extra `pip install .[archive]`, which `extra.need_extra` checks for. The
app and the command line import this package only where they use it.
"""
