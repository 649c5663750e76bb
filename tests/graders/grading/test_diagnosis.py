"""Exceptions that learners really meet, with the text that Keras 3.15 and Python give them."""

import re

import pytest

from graders.grading.diagnosis import DIAGNOSES, diagnose


@pytest.mark.parametrize(
    ("type_name", "message", "expected"),
    [
        ("TypeError", "'>' not supported between instances of 'NoneType' and 'float'", "metric_is_none"),
        ("TypeError", "'<' not supported between instances of 'float' and 'NoneType'", "metric_is_none"),
        ("KeyError", "'acc'", "metric_key_acc"),
        ("KeyError", "'val_acc'", "metric_key_acc"),
        ("KeyError", "'accuracy'", "metric_key_missing"),
        ("ValueError", "Argument(s) not recognized: {'lr': 0.001}", "argument_lr"),
        ("TypeError", "Adam.__init__() got an unexpected keyword argument 'lr'", "argument_lr"),
        ("AttributeError", "'Sequential' object has no attribute 'fit_generator'", "fit_generator"),
        ("ModuleNotFoundError", "No module named 'tensorflow.python.keras'", "tensorflow_python_keras"),
        (
            "ValueError",
            'Input 0 of layer "conv2d" is incompatible with the layer: expected min_ndim=4, found ndim=3.',
            "missing_channel_axis",
        ),
        (
            "TypeError",
            "Callback.set_model() missing 1 required positional argument: 'model'",
            "callback_class_not_instance",
        ),
        ("ValueError", "You must call `compile()` before calling `fit()`.", "not_compiled"),
        (
            "InvalidArgumentError",
            "Received a label value of 9 which is outside the valid range of [0, 5).",
            "units_do_not_match_classes",
        ),
        (
            "ValueError",
            "Arguments `target` and `output` must have the same shape.",
            "wrong_loss_for_integer_labels",
        ),
        ("ValueError", "Unrecognized data type: x=[7.0] (of type <class 'list'>)", "plain_list_to_predict"),
        ("ValueError", "Unrecognized data type: x=7.0 (of type <class 'float'>)", "plain_list_to_predict"),
        ("ValueError", "cannot reshape array of size 3920 into shape (60000,28,28,1)", "fixed_count"),
        (
            "ValueError",
            "Computed output size would be negative. Received: inputs.shape=(None, 1, 1, 16)",
            "pooled_away",
        ),
        (
            "ValueError",
            "Data cardinality is ambiguous. Make sure all arrays contain the same number of samples.",
            "different_lengths",
        ),
        (
            "ValueError",
            'Input 0 of layer "sequential" is incompatible with the layer: expected shape=(None, 28, 28, 1), '
            "found shape=(None, 150, 150, 3)",
            "other_input_shape",
        ),
        ("FileNotFoundError", "[Errno 2] No such file or directory: './happy/'", "no_such_folder"),
        ("ValueError", "Could not interpret optimizer identifier: sdg", "unknown_name"),
        ("ValueError", "No loss to compute. Provide a `loss` argument in `compile()`.", "no_loss"),
        (
            "InvalidArgumentError",
            "Graph execution error:\nIncompatible shapes: [6,2] vs. [6,1]\n\t [[{{node sub}}]]",
            "outputs_do_not_match_targets",
        ),
    ],
)
def test_a_known_exception_is_recognised(type_name, message, expected):
    assert diagnose(type_name, message).id == expected


@pytest.mark.parametrize(
    ("type_name", "message"),
    [("ValueError", "something else"), ("KeyError", "'accent'"), ("TypeError", "can only concatenate str")],
)
def test_an_unknown_exception_is_not_explained_away(type_name, message):
    assert diagnose(type_name, message) is None


def test_the_learners_line_decides_where_the_text_alone_does_not():
    message = "'int' object is not iterable"
    assert (
        diagnose("TypeError", message, "train.flow_from_directory(folder, target_size=150)").id
        == "target_size_one_number"
    )
    assert diagnose("TypeError", message, "for x in 3:") is None


def test_an_explanation_names_what_the_message_names():
    told = diagnose("ValueError", "Could not interpret optimizer identifier: adm").explanation
    assert told == "Keras knows no optimizer called adm. Check the spelling."


def test_every_place_in_an_explanation_is_filled_by_its_pattern():
    for known in DIAGNOSES:
        places = set(re.findall(r"{(\w+)}", known.explanation))
        assert places <= set(re.compile(known.pattern).groupindex), known.id


def test_every_diagnosis_has_an_id_of_its_own_and_a_pattern_that_compiles():
    assert len({known.id for known in DIAGNOSES}) == len(DIAGNOSES)
    for known in DIAGNOSES:
        re.compile(known.pattern)


def test_a_hostile_message_of_a_megabyte_is_searched_in_bounded_time():
    assert diagnose("ValueError", "target output " * 100_000) is None
