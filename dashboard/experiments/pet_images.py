"""The folder of the lesson Cats and dogs on disk: how it is made, looked through and cleaned.

The functions stand on their own, as a learner's would: their source is what the page shows and gives away, so what
is shown is what is done.
"""

from __future__ import annotations

import hashlib
import io
import shutil
from pathlib import Path

from PIL import Image

# What lies in each of the two folders, PetImages/Cat and PetImages/Dog.
PICTURES = 200  # different ones that can be read
EMPTY = 12
COPIES = 40
BROKEN = 5
OTHERS = 4


def make_pet_images(source, target):  # type: ignore[no-untyped-def]
    """Make target/Cat and target/Dog: the project's pictures, and what folders from the internet hold besides."""
    for class_name, name in (("cats", "Cat"), ("dogs", "Dog")):
        folder = Path(target, name)
        folder.mkdir(parents=True)
        found = sorted(Path(source, class_name).glob("*.jpg"))
        spare = found[200:]
        # Artist by artist, as a collection grows: every fourth file is by the same one.
        good = [path for artist in range(4) for path in found[artist:200:4]]
        for number, path in enumerate(good):
            shutil.copyfile(path, folder / f"{number:03d}.jpg")
        for number in (10, 76, 142):  # PNG files with the name of a JPEG file
            Image.open(good[number]).save(folder / f"{number:03d}.jpg", "PNG")
        for number in (43, 109, 175):  # files that lost the end of their name
            Path(folder, f"{number:03d}.jpg").rename(folder / f"{number:03d}")
        for number in range(0, 200, 5):  # pictures that are there twice, some saved anew in another format
            if number % 20:
                shutil.copyfile(good[number], folder / f"{number:03d}_copy.jpg")
            else:
                Image.open(good[number]).save(folder / f"{number:03d}_copy.png")
        for number in range(12):  # downloads that never began
            Path(folder, f"{200 + number}.jpg").touch()
        for number in range(5):  # downloads that broke off
            whole = spare[number].read_bytes()
            Path(folder, f"{212 + number}.jpg").write_bytes(whole[: len(whole) // 2])
        page = "<!DOCTYPE html>\n<title>404 Not Found</title>\n"  # what a server sent in place of a picture
        Path(folder, "217.jpg").write_text(page)
        Path(folder, "218.jpg").write_text(page)
        Path(folder, "README.txt").write_text("Pictures of pets, collected by many people.\n")
        Path(folder, "Thumbs.db").write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504))


def look_at(path):  # type: ignore[no-untyped-def]
    """Return what is wrong with a file ("" for nothing), how that shows, and the fingerprint of its pixels."""
    content = Path(path).read_bytes()
    if not content:
        return "zero length", "os.path.getsize gives 0", ""
    starts = {b"\xff\xd8\xff": (".jpg", ".jpeg"), b"\x89PNG\r\n\x1a\n": (".png",)}
    endings = next((ends for start, ends in starts.items() if content.startswith(start)), None)
    if endings is None:
        return "not a picture", f"it begins with {content[:8]!r}, as no JPEG or PNG file does", ""
    try:
        with Image.open(io.BytesIO(content)) as picture:
            pixels = picture.convert("RGB").tobytes()  # reads all of it
    except OSError as error:
        return "cut short", f"Pillow says: {error}", ""
    fingerprint = hashlib.sha256(pixels).hexdigest()
    if Path(path).suffix.lower() not in endings:
        return "misnamed", f"it begins as a {endings[0]} file does", fingerprint
    return "", "", fingerprint


def look_through(folder):  # type: ignore[no-untyped-def]
    """Return the name of each file in a folder, what is wrong with it, how that shows, and the fingerprint."""
    first = {}  # type: ignore[var-annotated]
    found = []
    for path in sorted(Path(folder).iterdir()):
        wrong, how, fingerprint = look_at(path)
        if fingerprint and fingerprint in first:
            wrong, how = "copy", f"its pixels are those of {first[fingerprint]}"
        elif fingerprint:
            first[fingerprint] = path.name
        found.append((path.name, wrong, how, fingerprint))
    return found


def clean(source, target, drop, rename):  # type: ignore[no-untyped-def]
    """Copy a folder, without the files whose fault is in drop, and misnamed ones under a right name if rename."""
    Path(target).mkdir(parents=True)
    for name, wrong, _, _ in look_through(source):
        if wrong in drop:
            continue
        right = name
        if wrong == "misnamed" and rename:
            begins_as_png = Path(source, name).read_bytes()[:4] == b"\x89PNG"
            right = str(Path(name).with_suffix(".png" if begins_as_png else ".jpg"))
        shutil.copyfile(Path(source, name), Path(target, right))


def make_tree(root):  # type: ignore[no-untyped-def]
    """Make root/training and root/testing, each with cats and dogs."""
    for part in ("training", "testing"):
        for name in ("cats", "dogs"):
            Path(root, part, name).mkdir(parents=True)
