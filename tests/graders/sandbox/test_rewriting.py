"""Old imports, and cells that an export turned into strings."""

import ast

import pytest

from graders.sandbox.rewriting import modernise, unfold_cells


@pytest.mark.parametrize(
    ("old", "today"),
    [
        (
            "from tensorflow.python.keras.layers import Dense as D",
            "from tensorflow.keras.layers import Dense as D",
        ),
        ("from tensorflow.python import keras", "import tensorflow.keras as keras"),
        ("import tensorflow.python.keras as K", "import tensorflow.keras as K"),
        ("from keras.layers.convolutional import Conv2D", "from keras.layers import Conv2D"),
        (
            "from tensorflow.keras.layers.experimental import preprocessing as p",
            "import tensorflow.keras.layers as p",
        ),
        ("from keras.utils.np_utils import to_categorical", "from keras.utils import to_categorical"),
        (
            "from keras.utils import np_utils, plot_model",
            "from keras.utils import plot_model\nimport keras.utils as np_utils",
        ),
        (
            "from keras.preprocessing.image import ImageDataGenerator",
            "from tensorflow.keras.preprocessing.image import ImageDataGenerator",
        ),
    ],
)
def test_an_old_import_is_read_as_what_it_is_called_today(old, today):
    tree = ast.parse(f"x = 1\n{old}")
    notes = modernise(tree)
    assert ast.unparse(tree) == f"x = 1\n{today}"
    assert [note.split(":")[0] for note in notes] == ["Line 2"]
    compile(tree, "a.py", "exec")


@pytest.mark.parametrize(
    "line",
    [
        "import keras",
        "import tensorflow as tf",
        "from tensorflow.keras.layers import Dense",
        "from keras.preprocessing.image import load_img",
        "from keras.optimizers import Adam",
        "from . import keras",
        "import tensorflow.python.keras",
        "from mykeras.layers.core import x",
    ],
)
def test_other_imports_stay(line):
    tree = ast.parse(line)
    assert modernise(tree) == []
    assert ast.unparse(tree) == line


def test_imports_inside_functions_are_read_so_too():
    tree = ast.parse("def f():\n    from keras.layers.core import Dense\n    return Dense")
    assert len(modernise(tree)) == 1
    assert "from keras.layers import Dense" in ast.unparse(tree)


def test_a_timed_cell_of_an_export_is_code_again_at_its_line():
    tree = ast.parse("x = 1\nget_ipython().run_cell_magic('time', '', 'def f():\\n    return 1\\n')")
    unfold_cells(tree)
    assert [type(node).__name__ for node in tree.body] == ["Assign", "FunctionDef"]
    assert tree.body[1].lineno == 2


@pytest.mark.parametrize(
    "call", ["run_cell_magic('bash', '', 'rm x')", "run_cell_magic('time', '', 'x = (')", "system('ls')"]
)
def test_other_calls_of_a_notebook_stay_calls(call):
    tree = ast.parse(f"get_ipython().{call}")
    unfold_cells(tree)
    assert ast.unparse(tree) == f"get_ipython().{call}"
