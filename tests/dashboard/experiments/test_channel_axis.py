"""What the lesson says about a missing channel axis is what Keras does."""

import runpy

import keras
import pytest

from dashboard.experiments.channel_axis import CASES

pytestmark = pytest.mark.training


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_program_ends_as_the_lesson_says(case, tmp_path):
    keras.backend.clear_session()  # names of layers are counted from the start, as in a fresh program
    (tmp_path / "program.py").write_text(case.program)
    if case.error:
        with pytest.raises(ValueError, match=case.key_phrase) as caught:
            runpy.run_path(str(tmp_path / "program.py"))
        assert f"ValueError: {caught.value}" == case.error
        assert all(f"`{part}`" in case.why for part in case.key_phrase.split(", "))
    else:
        model = runpy.run_path(str(tmp_path / "program.py"))["model"]
        assert int(model.optimizer.iterations) == 2
