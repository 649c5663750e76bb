"""What every sound classifier of pictures is that a learner's function builds, and what the wrong ones are told.

For exercises whose learners return a compiled model of several classes. What is told of it comes from the learner's
process (``describe_model`` of the training probe), so nothing in it is taken on trust.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray

from graders.grading.evaluation import TrainedModel, layers_of, read_model
from graders.grading.verdicts import Wrong

# Ten classes, as in all exercises that use this.
_COUNTS = {3: "three", 10: "ten"}


@dataclass(frozen=True)
class BuiltModel:
    """A model that has not been trained, as far as its process says.

    Args:
        model: its configuration and first weights.
        output_shape: what comes out of it, the number of pictures first; as it was told.
        compiled: whether it has a loss and an optimizer.
        metrics: as they were given to compile, as text.
    """

    model: TrainedModel
    output_shape: Any
    compiled: bool
    metrics: str

    @classmethod
    def read(cls, name: str, answer: Any, shape: tuple[int, ...]) -> BuiltModel:
        """Return the model that ``describe_model`` reported.

        Args:
            name: of the learner's function.
            answer: what the probe answered.
            shape: of one picture.

        Raises:
            Wrong: if the function returned no model, or one that cannot take such a picture.
        """
        report: Mapping[str, Any] = answer if isinstance(answer, dict) else {}
        returned = report.get("returned")
        kind = str(returned.get("kind")) if isinstance(returned, dict) else "none"
        if kind != "model":
            raise Wrong(
                f"{name} must return the model, not yet trained: end it with return model.",
                expected="a compiled Keras model",
                received=kind,
                mistake="returns_nothing" if kind == "none" else "returns_no_model",
            )
        if report.get("refused"):
            raise Wrong(
                f"The model cannot take a picture of shape {shape}. Keras says: {str(report['refused'])[:400]}",
                expected=f"Input(shape={shape})",
                received="an error from Keras",
                mistake="refuses_pictures",
            )
        data: Any = report.get("model")
        return cls(
            read_model(data),
            data.get("output_shape"),
            report.get("compiled") is True,
            str(report.get("metrics")),
        )


def expect_classifier(built: BuiltModel, classes: int) -> None:
    """Fail unless the model has one output for each class, and is compiled with accuracy among its metrics."""
    sizes = built.output_shape if isinstance(built.output_shape, list) else []
    if len(sizes) != 2:
        raise Wrong(
            "The model answers with more than one row for each picture: put Flatten before the first Dense layer.",
            expected=f"outputs of shape (n, {classes})",
            received=f"outputs of shape {sizes}".replace("None", "n"),
            mistake="no_flatten",
        )
    if sizes[1] != classes:
        raise Wrong(
            f"The last layer needs one unit for each of the {_COUNTS.get(classes, classes)} classes: "
            f"Dense({classes}, activation='softmax').",
            expected=f"{classes} outputs",
            received=f"{sizes[1]} outputs",
            mistake="units_do_not_match_classes",
        )
    if not built.compiled:
        raise Wrong(
            "The model is not compiled: call model.compile(optimizer, loss, metrics) before you return it.",
            expected="a compiled model",
            received="a model without optimizer and loss",
            mistake="not_compiled",
        )
    if "acc" not in built.metrics.lower():
        raise Wrong(
            "Compile the model with metrics=['accuracy'], to see how often it is right.",
            expected="accuracy among the metrics",
            received=built.metrics,
            mistake="no_accuracy_metric",
        )


def expect_probabilities(outputs: NDArray[Any], model: TrainedModel, from_logits: bool) -> None:
    """Fail unless each row is a distribution over the classes, or the loss knows that it is not.

    Args:
        outputs: of the trained model, shape (n, classes).
        model: that gave them.
        from_logits: whether its loss applies softmax itself.

    Raises:
        Wrong: naming the last layer's activation, or a Dropout that stands there.
    """
    last, settings = layers_of(model)[-1]
    classes = outputs.shape[-1]
    named = _COUNTS.get(classes, str(classes))
    if "Dropout" in last:
        raise Wrong(
            "The last layer is Dropout: while training it throws away answers at random. Put it before the last Dense.",
            expected=f"Dense({classes}, activation='softmax') as the last layer",
            received=f"{last} as the last layer",
            mistake="dropout_after_output",
        )
    sums_to_one = outputs.ndim == 2 and bool(
        (abs(outputs.sum(axis=1) - 1) < 1e-3).all() and (outputs >= 0).all()
    )
    if not sums_to_one and not from_logits:
        activation = settings.get("activation")
        why = {
            "sigmoid": f"sigmoid answers {named} questions apart from each other.",
            "relu": "relu gives any number from 0 up.",
        }.get(str(activation), "The outputs are not probabilities that add up to 1.")
        raise Wrong(
            f"{why} A picture belongs to exactly one of the {named} classes: the last layer's activation is softmax.",
            expected=f"{named} probabilities that add up to 1",
            received=f"activation {activation}",
            mistake="no_softmax",
        )
