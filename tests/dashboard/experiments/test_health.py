"""Figures of a trained model as JSON."""

import json
import math

import pytest

from dashboard.experiments.health import Health, LayerHealth

LAYER = LayerHealth("dense", "Dense", "relu", 16, 5.0, 0.4, gradient_norm=0.5, weight_norm=10.0, dead=0.25)


def test_health_survives_json_even_with_nan_and_infinity():
    lost = LayerHealth("inf", "Dense", "relu", 1, math.inf, 0.0, False, math.nan, -math.inf)
    data = json.dumps(Health(512, (LAYER, lost), 0.9, 0.1, "test").to_json(), allow_nan=False)
    read = Health.from_json(json.loads(data))
    assert (read.examples, read.right, read.same_answer, read.split) == (512, 0.9, 0.1, "test")
    assert read.layers[0] == LAYER
    assert read.layers[1].name == "inf"
    assert (read.layers[1].largest, read.layers[1].weight_norm) == (math.inf, -math.inf)
    assert math.isnan(read.layers[1].gradient_norm)


def test_the_ratio_compares_the_gradient_with_the_weights():
    assert LAYER.ratio == pytest.approx(0.05)
    assert LayerHealth("flatten", "Flatten", "", 784, 1.0, 0.5).ratio is None
    assert LayerHealth("dense", "Dense", "", 1, 0.0, 1.0, gradient_norm=1.0, weight_norm=0.0).ratio is None
