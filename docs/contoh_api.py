"""Membaca riwayat pelatihan lewat API: contoh yang cukup dengan pustaka baku Python.

    ELEARNING_TOKEN=elr_… python contoh_api.py https://alamat-platform/api/v1

Kursor disimpan di berkas `kursor.txt`, sehingga pemanggilan berikutnya hanya mengambil yang baru.
Setiap baris keluaran adalah satu entri sebagai JSON. Penjelasan: docs/api.md.
"""

import json
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

CURSOR = Path("kursor.txt")
#: Server sibuk, atau jatah permintaan per menit habis: tunggu, lalu ulangi.
WAIT = {429, 503}


def read(address: str, token: str) -> dict[str, Any]:
    """Baca satu alamat; tunggu selama yang diminta server."""
    request = Request(address, headers={"Authorization": f"Bearer {token}"})  # noqa: S310
    while True:
        try:
            with urlopen(request, timeout=60) as answer:  # noqa: S310
                return dict(json.load(answer))
        except HTTPError as error:
            if error.code not in WAIT:
                problem = json.load(error)
                raise SystemExit(f"{problem['title']}. {problem['detail']}") from None
            time.sleep(int(error.headers.get("Retry-After", 5)))


def entries(api: str, token: str) -> Iterator[dict[str, Any]]:
    """Ambil semua entri sejak kursor; kursor baru disimpan setelah satu halaman selesai diolah."""
    has_more = True
    while has_more:
        after = CURSOR.read_text(encoding="ascii") if CURSOR.exists() else "0"
        page = read(f"{api}/completions?{urlencode({'after': after, 'limit': 500})}", token)
        yield from page["items"]
        CURSOR.write_text(page["next"], encoding="ascii")
        has_more = page["has_more"]


if __name__ == "__main__":
    for entry in entries(sys.argv[1].rstrip("/"), os.environ["ELEARNING_TOKEN"]):
        sys.stdout.write(json.dumps(entry, ensure_ascii=False) + "\n")
