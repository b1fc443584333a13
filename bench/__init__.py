"""The measurements that the README quotes, one module each: `python -m bench NAME`.

lesson, dashboard, quiz, quiz_load, export, certificate, start, search.
"""
