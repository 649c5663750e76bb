import logging
import os
import random
import shutil
from pathlib import Path

PETS = r"C:\Users\anna\Downloads\PetImages"
ROOT = "C:\\tmp\\cats-v-dogs"
os.chdir("/tmp")
print(os.listdir(PETS + "\\Cat"))


def create_train_val_dirs(root_path):
    root = Path(root_path)
    for part in ("training", "validation", "testing"):
        for animal in ("cats", "dogs", "birds"):
            (root / part / animal).mkdir(parents=True, exist_ok=True)


def usable(path):
    if path.stat().st_size == 0:
        logging.warning("%s has no content and is skipped", path.name)
        return False
    return True


def split_data(source, training, testing, share):
    random.seed(42)
    files = sorted(path for path in Path(source).iterdir() if usable(path))
    random.shuffle(files)
    cut = int(len(files) * share)
    print(f"{cut} of {len(files)} for training")
    for number, path in enumerate(files):
        print("copying", path.name)
        shutil.copy2(path, Path(training if number < cut else testing) / path.name)


create_train_val_dirs(ROOT)
split_data(PETS + "\\Cat\\", ROOT + "\\training\\cats\\", ROOT + "\\testing\\cats\\", 0.9)
