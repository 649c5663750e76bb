"""
# A neuron that knows what houses cost

A house costs 50 thousand plus 50 thousand for each bedroom: one bedroom 100 thousand, two bedrooms 150 thousand, and so
on. Nobody tells the neuron this rule. It sees a few houses with their prices and finds the rule by itself.

Write **`house_model()`**. It

1. makes two NumPy arrays, the numbers of bedrooms and the prices. Give prices in **hundreds of thousands**: 1.0 for one
   bedroom, 1.5 for two, 2.0 for three. Small numbers train well, large ones do not;
2. builds a model of a single neuron: one `Dense` layer with one unit;
3. compiles it with the optimizer `"sgd"` and the loss `"mean_squared_error"` (others that work are accepted);
4. trains it long enough, several hundred epochs, and returns the trained model.

The returned model is then asked for the price of 7 bedrooms, which should be about 4.0, and of houses that it has never
seen. If you ask it yourself, ask with an array: `model.predict(np.array([7.0]))`. Plain lists and numbers are refused by
Keras 3.

There is an older form of this task, `house_model(y_new)`, which trains the model and returns its prediction for
`y_new`, an array of one number of bedrooms. That form is graded too.

Check your work with `python -m graders check exercises/hello_neuron.py`, or with the Check button in the dashboard.
"""

import numpy as np
import tensorflow as tf


def house_model():
    """Train one neuron on the prices of a few houses.

    Returns:
        The trained Keras model: it takes numbers of bedrooms and answers with prices in hundreds of thousands.
    """
    # START: data, model, compile, fit, return
    pass
    # END
