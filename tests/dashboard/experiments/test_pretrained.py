"""The pretrained base lies where the loader says, and Keras reads it as it reads its own files."""

import pytest

from dashboard.experiments.data_folder import DatasetError
from dashboard.experiments.pretrained import FILE, pretrained_weights


def test_the_file_is_found():
    assert pretrained_weights().name == FILE
    assert pretrained_weights().is_file()


def test_a_missing_file_is_named_with_the_remedy(tmp_path):
    with pytest.raises(DatasetError, match=rf"{FILE} is missing\. Restore the folder data/"):
        pretrained_weights(tmp_path)
