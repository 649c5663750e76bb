"""Plain explanations of exceptions that learners of this course really meet.

Source: what learners bring and get wrong, collected from the public course's forums, and
the messages of Keras 3.15 and TensorFlow 2.21.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Diagnosis:
    """A recognised mistake.

    Args:
        id: stable name for class statistics.
        pattern: regular expression searched in ``"TypeName: message"``.
        explanation: the likely cause and what to try.
    """

    id: str
    pattern: str
    explanation: str


DIAGNOSES = (
    Diagnosis(
        "metric_is_none",
        r"TypeError: '[<>]=?' not supported between instances of "
        r"'(NoneType' and '(float|int)|(float|int)' and 'NoneType)'",
        "A comparison met None. Most often logs.get(...) asked for a name that is not in logs: with "
        "metrics=['accuracy'] the key is 'accuracy', not 'acc'. Print logs once to see the names.",
    ),
    Diagnosis(
        "metric_key_acc",
        r"KeyError: '?(val_)?acc'?$",
        "logs has no key of that name. Since TensorFlow 2 the key is 'accuracy' (and 'val_accuracy'), not 'acc'.",
    ),
    Diagnosis(
        "metric_key_missing",
        r"KeyError: '(accuracy|val_accuracy|val_loss|loss)'",
        "logs has no key of that name. A metric is in logs only if the model was compiled with it, and val_ names "
        "only with validation data. logs.get(name) returns None instead of raising.",
    ),
    Diagnosis(
        "argument_lr",
        r"(unexpected keyword argument|not recognized|Unrecognized|Argument\(s\)).*\blr\b",
        "The optimizer's argument lr is called learning_rate today.",
    ),
    Diagnosis(
        "fit_generator",
        r"AttributeError: .*has no attribute '(fit|evaluate|predict)_generator'",
        "fit_generator, evaluate_generator and predict_generator are gone: fit, evaluate and predict take generators.",
    ),
    Diagnosis(
        "tensorflow_python_keras",
        r"(ModuleNotFoundError|ImportError|AttributeError): .*tensorflow\.python\.keras",
        "tensorflow.python.keras is an internal module that no longer exists: import from tensorflow.keras.",
    ),
    Diagnosis(
        "missing_channel_axis",
        r"expected min_ndim=4, found ndim=3",
        "A convolution expects pictures of shape (height, width, channels). Add the channel axis, for example with "
        "x.reshape(-1, 28, 28, 1) or an Input of shape (28, 28, 1) after a Reshape.",
    ),
    Diagnosis(
        "callback_class_not_instance",
        r"(missing 1 required positional argument: '(self|logs|epoch|model|batch|params)'"
        r"|TypeError: .*Callback\.\w+\(\) missing|unbound|'type' object has no attribute"
        r"|type object '.*' has no attribute 'stop_training')",
        "A callback must be an instance, not the class: write callbacks=[myCallback()] with brackets.",
    ),
    Diagnosis(
        "callbacks_not_iterable",
        r"TypeError: .*object is not (iterable|subscriptable)",
        "Something that is not a list was used as a list. Is the callback passed in a list: callbacks=[myCallback()]?",
    ),
    Diagnosis(
        "units_do_not_match_classes",
        r"(Received a label value of \d+ which is outside the valid range of \[0, \d+\)"
        r"|valid range|logits and labels must have the same first dimension|label value.*outside)",
        "The last layer has fewer units than there are classes. "
        "With ten classes it needs Dense(10, activation='softmax'). One sigmoid unit is enough for two classes, with "
        "the loss 'binary_crossentropy'.",
    ),
    Diagnosis(
        "wrong_loss_for_integer_labels",
        r"(`?target`? and `?output`? .* same|Shapes \(None, 1\) and \(None, 10\) are incompatible)",
        "The loss does not fit the labels. Integer labels need loss='sparse_categorical_crossentropy'; "
        "'categorical_crossentropy' needs one-hot labels.",
    ),
    Diagnosis(
        "not_compiled",
        r"You must call `?compile\(\)`? before",
        "Call model.compile(optimizer, loss, metrics) before model.fit.",
    ),
    Diagnosis(
        "plain_list_to_predict",
        r"Unrecognized data type: (x|y)=(\[|\(|-?\d)",
        "Keras 3 takes arrays, not plain lists or numbers: use np.array([...]).",
    ),
    Diagnosis(
        "fixed_count",
        r"cannot reshape array of size \d+ into shape",
        "reshape was asked for more or fewer numbers than there are. A fixed number of pictures, such as 60000, fits "
        "one data set only: leave the number of pictures open with -1 or len(images).",
    ),
    Diagnosis(
        "pooled_away",
        r"(Negative dimension size|Computed output size would be (negative|zero)|output shape .*<= ?0"
        r"|dimensions in the output is <= 0)",
        "After so many convolutions and poolings no pixel is left. Each MaxPooling2D halves height and width: "
        "use fewer of them, or smaller kernels.",
    ),
    Diagnosis(
        "different_lengths",
        r"(Data cardinality is ambiguous|same number of samples)",
        "x and y must be equally long: each example needs its own answer.",
    ),
    Diagnosis(
        "outputs_do_not_match_targets",
        r"(?s)InvalidArgumentError: .*Incompatible shapes: ",
        "The model answers with another number of values than there are in y for each example: look at units in the "
        "last layer.",
    ),
    Diagnosis(
        "other_input_shape",
        r"(?s)ValueError: .*(expected shape=\(|is incompatible with the layer: expected axis)",
        "The pictures do not have the shape that the model was told: look at Input(shape=...), or input_shape=, in "
        "the first layer.",
    ),
    Diagnosis(
        "no_such_folder",
        r"(FileNotFoundError|NotFoundError): .*(No such file or directory|Could not find directory)",
        "There is no such file or folder. Is its name spelt right, and does the path begin where your file lies?",
    ),
    Diagnosis(
        "unknown_name",
        r"ValueError: (Could not interpret|Unknown) (optimizer|loss|metric|activation)",
        "Keras knows no optimizer, loss or activation of that name. Is it spelt right?",
    ),
    Diagnosis(
        "no_loss",
        r"No loss to compute",
        "The model was compiled without a loss: say what training should make small, loss='mean_squared_error' "
        "for numbers.",
    ),
)


def diagnose(type_name: str, message: str) -> Diagnosis | None:
    """Return the first diagnosis whose pattern matches, or None.

    Args:
        type_name: the exception's class name, e.g. ``"TypeError"``.
        message: its text.
    """
    text = f"{type_name}: {message[:4000]}"
    return next((known for known in DIAGNOSES if re.search(known.pattern, text)), None)
