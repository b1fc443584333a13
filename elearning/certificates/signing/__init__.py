"""Signs PDFs and says who signed one; knows nothing of certificates. May import core."""

import logging

for _name in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_name).setLevel(logging.CRITICAL + 1)  # it names people; we say what failed
