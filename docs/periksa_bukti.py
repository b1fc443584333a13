#!/usr/bin/env python3
"""Memeriksa bukti digital sertifikat (berkas …bukti.json) tanpa bertanya kepada penerbitnya.

    python3 periksa_bukti.py BERKAS [--kunci KUNCI]

Hanya memerlukan Python 3.8 atau yang lebih baru; tidak ada yang dipasang dan tidak ada sambungan
jaringan. Cara memeriksanya, satu per satu:

1.  Catatan riwayat (`entry`) ditulis sebagai JSON baku: kunci terurut, tanpa spasi, UTF-8. SHA-256
    dari tulisan itu adalah sidik catatan.
2.  Catatan memuat segel: SHA-256 isi pelatihan (`frozen`) dan sertifikat (`certificate`), serta
    HMAC-SHA256 data pribadi (`personal`) dengan garam. Isi berkas harus sesuai dengan segelnya.
3.  Sidik catatan adalah daun pohon Merkle menurut RFC 9162. Dari daun itu jalur (`log.path`) menuju
    akar pohon; akarnya harus sama dengan akar pada titik periksa (`checkpoint`).
4.  Titik periksa ditandatangani dengan Ed25519 (RFC 8032) dalam bentuk signed note dari C2SP.

Kode keluar: 0 terbukti, 1 tidak terbukti, 2 salah pemakaian.
"""

import argparse
import base64
import hashlib
import hmac
import json
import re
import sys

PARTS = {"format", "entry", "frozen", "personal", "certificate", "log", "checkpoint", "key"}
FORMAT = "elearning-bukti-1"
HASH = re.compile("[0-9a-f]{64}")
SALT = re.compile("[0-9a-f]{32}")
KEY = re.compile(r"([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)")
NOTE = re.compile(r"(([^\n]+)\n(0|[1-9][0-9]*)\n([^\n]+)\n)\n— ([^\s+]+) ([^\s]+)\n")


class NotProvedError(Exception):
    """Berkas tidak membuktikan apa pun; pesannya menyebut bagian pertama yang tidak cocok."""


#: Yang terjadi kalau berkas tidak dapat dibaca atau isinya bukan yang seharusnya.
BROKEN = (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError, NotProvedError)


def need(holds, reason):
    """Menolak berkas kalau suatu syarat tidak terpenuhi."""
    if not holds:
        raise NotProvedError(reason)


# Ed25519, RFC 8032 bagian 5.1: hanya memeriksa, maka tidak ada rahasia yang perlu dijaga.

P = 2**255 - 19  # bilangan prima tempat koordinat dihitung
ORDER = 2**252 + 27742317777372353535851937790883648493  # banyaknya kelipatan titik dasar
D = -121665 * pow(121666, P - 2, P) % P  # tetapan kurva: -x² + y² = 1 + D·x²·y²
ROOT_OF_MINUS_1 = pow(2, (P - 1) // 4, P)


def add(a, b):
    """Menjumlahkan dua titik; titik ditulis (X, Y, Z, T) dengan x = X/Z, y = Y/Z, x·y = T/Z."""
    s, t = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    u, v = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = t - s, v - u, v + u, t + s
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def times(number, point):
    """Mengalikan titik dengan bilangan: gandakan, lalu tambahkan menurut setiap bit."""
    total = (0, 1, 1, 0)
    while number:
        total = add(total, point) if number & 1 else total
        point, number = add(point, point), number >> 1
    return total


def point_of(data):
    """Membaca titik dari 32 bita: y, dan bit terakhir adalah tanda x; None kalau bukan titik."""
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if x * x % P != square:
        x = x * ROOT_OF_MINUS_1 % P
    if x * x % P != square or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return (x, y, 1, x * y % P)


BASE = point_of((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def is_signed(public, signature, message):
    """Benar kalau S·B = R + SHA-512(R, A, pesan)·A, dengan S di bawah orde kurva."""
    key, r = point_of(public), point_of(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if len(public) != 32 or len(signature) != 64 or key is None or r is None or s >= ORDER:
        return False
    challenge = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little")
    left, right = times(s, BASE), add(r, times(challenge % ORDER, key))
    return (left[0] * right[2] - right[0] * left[2]) % P == 0 and (
        left[1] * right[2] - right[1] * left[2]
    ) % P == 0


# Catatan dan segelnya


def canonical(values):
    """Menulis isi sebagai JSON baku."""
    text = json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode("utf-8")


def check_seals(proof):
    """Membandingkan isi pelatihan, data pribadi dan sertifikat dengan segel pada catatan."""
    entry, personal = proof["entry"], proof["personal"]
    for part, seal in (("frozen", "frozen"), ("certificate", "certified")):
        if proof[part] is not None:
            found = hashlib.sha256(canonical(proof[part])).hexdigest()
            need(found == entry.get(seal), f"isi bagian {part} tidak sesuai dengan segelnya")
    if personal is not None:
        need(set(personal) == {"salt", "fields"}, "bagian personal tidak lengkap")
        need(SALT.fullmatch(personal["salt"]), "garam data pribadi rusak")
        salt, message = bytes.fromhex(personal["salt"]), canonical(personal["fields"])
        found = hmac.new(salt, message, "sha256").hexdigest()
        need(found == entry.get("personal"), "data pribadi tidak sesuai dengan segelnya")


# Pohon dan titik periksa


def node(left, right):
    """Menggabungkan dua bagian pohon."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_by(path, leaf, number, size):
    """Menghitung akar dari daun dan jalurnya, RFC 9162 bagian 2.1.3.2."""
    need(0 <= number < size, "nomor catatan di luar daftar")
    found, first, last = leaf, number, size - 1
    for other in path:
        need(last > 0, "jalur terlalu panjang")
        if first & 1 or first == last:
            found = node(other, found)
            while first and not first & 1:
                first, last = first >> 1, last >> 1
        else:
            found = node(found, other)
        first, last = first >> 1, last >> 1
    need(last == 0, "jalur terlalu pendek")
    return found


def plain(written, reason):
    """Membaca base64 yang ditulis tepat seperti seharusnya."""
    try:
        data = base64.b64decode(written, validate=True)
    except ValueError:
        raise NotProvedError(reason) from None
    need(base64.b64encode(data).decode() == written, reason)
    return data


def check_key(written):
    """Mengembalikan nama, empat bita penanda dan kunci publik; ketiganya harus saling cocok."""
    parts = KEY.fullmatch(written)
    need(parts, "kunci publik tidak terbaca")
    name, data = parts[1], plain(parts[3], "kunci publik tidak terbaca")
    mark = hashlib.sha256(name.encode() + b"\n" + data).digest()[:4]
    need(data[:1] == b"\x01" and parts[2] == mark.hex(), "penanda kunci publik tidak cocok")
    return name, mark, data[1:]


def check_note(note, key):
    """Memeriksa tanda tangan titik periksa; mengembalikan banyaknya catatan dan akarnya."""
    parts, (name, mark, public) = NOTE.fullmatch(note), check_key(key)
    need(parts, "titik periksa tidak terbaca")
    text, origin, size, root, signer, written = parts.groups()
    signature = plain(written, "tanda tangan titik periksa tidak terbaca")
    is_named = origin == signer == name and signature[:4] == mark
    need(is_named, "titik periksa ditandatangani oleh kunci lain")
    is_valid = is_signed(public, signature[4:], text.encode("utf-8"))
    need(is_valid, "tanda tangan titik periksa tidak sah")
    return int(size), plain(root, "akar pada titik periksa tidak terbaca")


def check(proof):
    """Memeriksa seluruh berkas; mengembalikan banyaknya catatan pada titik periksa."""
    need(isinstance(proof, dict) and set(proof) == PARTS, "bagian berkas kurang atau berlebih")
    need(proof["format"] == FORMAT, "bentuk berkas tidak dikenal")
    check_seals(proof)
    size, root = check_note(proof["checkpoint"], proof["key"])
    log = proof["log"]
    need(set(log) == {"number", "path"} and type(log["number"]) is int, "bagian log tidak lengkap")
    need(all(HASH.fullmatch(each) for each in log["path"]), "jalur rusak")
    leaf = hashlib.sha256(b"\x00" + hashlib.sha256(canonical(proof["entry"])).digest()).digest()
    path = [bytes.fromhex(each) for each in log["path"]]
    is_same = root_by(path, leaf, log["number"], size) == root
    need(is_same, "catatan ini tidak ada dalam daftar yang ditandatangani")
    return size


# Yang dikatakan kepada pembaca

KNOWN_KEY = ("TERBUKTI. Catatan ini ada dalam daftar riwayat yang ditandatangani penerbit.",)
UNKNOWN_KEY = (
    "UTUH. Catatan ini ada dalam daftar riwayat yang ditandatangani dengan kunci di bawah ini.",
    "Asal-usulnya terbukti kalau kunci itu milik penerbit: bandingkan dengan yang diumumkannya,",
    "atau jalankan lagi dengan --kunci dan kunci dari sumber yang Anda percayai.",
)


def told(proof, size, is_trusted):
    """Menyusun kalimat hanya dari isi yang terbukti."""
    entry, personal = proof["entry"], proof["personal"]
    name = proof["key"].split("+")[0]
    lines = [*(KNOWN_KEY if is_trusted else UNKNOWN_KEY), ""]
    if personal is None:
        lines += ["  Nama: (tidak dibuktikan; data pribadi sudah dihapus atau tidak disegel)"]
    else:
        fields = personal["fields"]
        lines += ["  Nama: " + fields["full_name"], "  NIP: " + fields["nip"]]
        lines += [f"  Unit kerja: {fields['unit']}, {fields['agency']}"]
    lines += [
        "  Pelatihan: " + entry["title"],
        "  Penyelenggara: " + entry["organiser"],
        f"  Tanggal: {entry['started_on']} s.d. {entry['completed_on']}",
        f"  Jam pelajaran: {entry['jp']} JP",
        "  Nomor sertifikat: " + (entry["certificate_number"] or "(tidak ada)"),
        "  Dicatat: " + entry["recorded_at"],
        "",
        f"Catatan nomor {proof['log']['number']} (dihitung dari 0) di antara {size} catatan.",
        "Kunci penandatangan: " + proof["key"],
        "Kunci yang diumumkan penerbit ada di alamat ini; pastikan alamatnya memang milik penerbit:",
        f"https://{name.rpartition('/')[0]}/.well-known/elearning/checkpoints",
        "",
        "Berkas ini tidak membuktikan bahwa sertifikat kemudian tidak dicabut atau diganti.",
    ]
    if proof["certificate"] is not None:
        lines += ["Periksa statusnya di " + proof["certificate"]["verify_url"]]
    return "".join(visible(line) + "\n" for line in lines)


def visible(line):
    """Mengganti tanda yang tidak tampak, supaya isi berkas tidak dapat mengubah layar."""
    return "".join(each if each.isprintable() else "?" for each in line)


def main(arguments=None):
    """Memeriksa berkas yang disebut dan mengatakan hasilnya."""
    parser = argparse.ArgumentParser(description="Memeriksa bukti digital sertifikat.")
    parser.add_argument("berkas", help="berkas bukti.json yang diunduh bersama sertifikat")
    parser.add_argument("--kunci", help="kunci publik penerbit yang Anda percayai")
    given = parser.parse_args(arguments)
    try:
        with open(given.berkas, encoding="utf-8") as file:
            proof = json.load(file)
        size = check(proof)
        is_expected = given.kunci in (None, proof["key"])
        need(is_expected, "ditandatangani dengan kunci lain daripada yang Anda percayai")
        sys.stdout.write(told(proof, size, given.kunci is not None))
    except BROKEN as error:
        reason = (
            error
            if isinstance(error, (OSError, NotProvedError))
            else "berkas rusak atau tidak lengkap"
        )
        sys.stderr.write(f"TIDAK TERBUKTI: {reason}.\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
