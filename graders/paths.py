"""Where things are in the project tree."""

from pathlib import Path

PROJECT_ROOT = Path(__file__).resolve().parent.parent
SUITES = PROJECT_ROOT / "graders" / "suites"
EXERCISES = PROJECT_ROOT / "exercises"
SCENES = PROJECT_ROOT / "data" / "scenes"
SILHOUETTES = PROJECT_ROOT / "data" / "animal_silhouettes" / "animal_silhouettes.npz"
PRETRAINED = PROJECT_ROOT / "data" / "pretrained" / "mobilenet_v2_no_top.h5"
