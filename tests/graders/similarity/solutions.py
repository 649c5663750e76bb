"""Six people's solutions of the exercise `callbacks`, written independently of each other, and copies of them."""

UNRELATED = {
    "terse": """
import tensorflow as tf, warnings
K = tf.keras

class myCallback(K.callbacks.Callback):
    def on_epoch_end(self, epoch, logs={}):
        if logs.get("accuracy") > .6: self.model.stop_training = True

class StopAtTarget(K.callbacks.Callback):
    def __init__(self, metric="accuracy", target=.95):
        super().__init__()
        self.metric, self.target = metric, target
    def on_epoch_end(self, epoch, logs={}):
        v = logs.get(self.metric)
        if v is None:
            return warnings.warn("have " + " ".join(logs))
        if (v <= self.target) if "loss" in self.metric else (v >= self.target):
            self.model.stop_training = True

class _99(K.callbacks.Callback):
    def on_epoch_end(self, epoch, logs={}):
        self.model.stop_training = logs["accuracy"] > .99

def train_mnist(x, y):
    L = K.layers
    m = K.Sequential([L.Flatten(input_shape=(28, 28)), L.Dense(128, "relu"), L.Dense(10, "softmax")])
    m.compile("adam", "sparse_categorical_crossentropy", ["accuracy"])
    return m.fit(x, y, epochs=10, callbacks=[_99()], verbose=0)
""",
    "careful": '''
import warnings

import tensorflow as tf
from tensorflow import keras


class myCallback(tf.keras.callbacks.Callback):
    """Stops when accuracy is above 60 percent."""

    def on_epoch_end(self, epoch, logs=None):
        if logs is None:
            logs = {}
        accuracy = logs.get("accuracy", 0)
        if accuracy > 0.6:
            print(f"Accuracy {accuracy:.3f} after epoch {epoch + 1}, stopping.")
            self.model.stop_training = True


class StopAtTarget(tf.keras.callbacks.Callback):
    def __init__(self, metric="accuracy", target=0.95):
        super().__init__()
        self.metric = metric
        self.target = target

    def _is_reached(self, value):
        lower_is_better = "loss" in self.metric
        if lower_is_better:
            return value <= self.target
        return value >= self.target

    def on_epoch_end(self, epoch, logs=None):
        available = dict(logs or {})
        try:
            value = available[self.metric]
        except KeyError:
            names = ", ".join(sorted(available))
            warnings.warn(f"There is no metric {self.metric}. There are: {names}")
        else:
            if self._is_reached(value):
                self.model.stop_training = True


def build_model():
    inputs = keras.Input(shape=(28, 28))
    hidden = keras.layers.Flatten()(inputs)
    hidden = keras.layers.Dense(256, activation="relu")(hidden)
    outputs = keras.layers.Dense(10, activation="softmax")(hidden)
    model = keras.Model(inputs=inputs, outputs=outputs)
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate=0.001),
        loss=keras.losses.SparseCategoricalCrossentropy(),
        metrics=["accuracy"],
    )
    return model


def train_mnist(x_train, y_train):
    class Above99(keras.callbacks.Callback):
        def on_epoch_end(self, epoch, logs=None):
            if logs["accuracy"] > 0.99:
                self.model.stop_training = True

    model = build_model()
    history = model.fit(x_train, y_train, batch_size=64, epochs=10, callbacks=[Above99()])
    return history
''',
    "notes": """
import tensorflow as tf
import warnings

class myCallback(tf.keras.callbacks.Callback):
  def on_epoch_end(self, epoch, logs={}):
    if(logs.get('accuracy')>0.6):
      print("\\nReached 60% accuracy so cancelling training!")
      self.model.stop_training = True

class StopAtTarget(tf.keras.callbacks.Callback):
  def __init__(self, metric='accuracy', target=0.95):
    super(StopAtTarget, self).__init__()
    self.metric = metric
    self.target = target
  def on_epoch_end(self, epoch, logs={}):
    if self.metric in logs:
      if self.metric.find('loss') != -1:
        if logs[self.metric] <= self.target:
          self.model.stop_training = True
      else:
        if logs[self.metric] >= self.target:
          self.model.stop_training = True
    else:
      warnings.warn('metric not found, use one of ' + str(list(logs.keys())))

def train_mnist(x_train, y_train):
    class myStop(tf.keras.callbacks.Callback):
        def on_epoch_end(self, epoch, logs={}):
            if(logs.get('accuracy')>0.99):
                print("\\nReached 99% accuracy so cancelling training!")
                self.model.stop_training = True
    callbacks = myStop()
    model = tf.keras.models.Sequential([
        tf.keras.layers.Flatten(input_shape=(28, 28)),
        tf.keras.layers.Dense(512, activation=tf.nn.relu),
        tf.keras.layers.Dense(10, activation=tf.nn.softmax)
    ])
    model.compile(optimizer='adam',
                  loss='sparse_categorical_crossentropy',
                  metrics=['accuracy'])
    history = model.fit(x_train, y_train, epochs=10, callbacks=[callbacks])
    return history.epoch, history.history['accuracy'][-1]
""",
    "general": """
import operator
import warnings

import tensorflow as tf

THRESHOLD = 0.6


class StopAtTarget(tf.keras.callbacks.Callback):
    def __init__(self, metric="accuracy", target=0.95, compare=None):
        super().__init__()
        self.metric = metric
        self.target = target
        self.compare = compare or (operator.le if "loss" in metric else operator.ge)

    def on_epoch_end(self, epoch, logs=None):
        value = (logs or {}).get(self.metric)
        if value is None:
            warnings.warn("expected %s, received only %s" % (self.metric, sorted(logs or ())), stacklevel=2)
        elif self.compare(value, self.target):
            self.model.stop_training = True


class myCallback(StopAtTarget):
    def __init__(self):
        super().__init__("accuracy", THRESHOLD, operator.gt)


def train_mnist(x_train, y_train):
    network = tf.keras.Sequential()
    network.add(tf.keras.layers.Input((28, 28)))
    network.add(tf.keras.layers.Reshape((784,)))
    for units in (300, 100):
        network.add(tf.keras.layers.Dense(units, activation="relu"))
    network.add(tf.keras.layers.Dense(10))
    network.compile(
        loss=tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        optimizer="nadam",
        metrics=["accuracy"],
    )
    stop = StopAtTarget("accuracy", 0.99, operator.gt)
    return network.fit(x_train, y_train, epochs=10, callbacks=[stop], verbose=2)
""",
    "pictures": """
import tensorflow as tf
from tensorflow.keras import layers, models, callbacks
import warnings

class myCallback(callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        acc = logs.get("accuracy") if logs else None
        if acc is not None and acc > 0.60:
            self.model.stop_training = True

class StopAtTarget(callbacks.Callback):
    def __init__(self, metric="accuracy", target=0.95):
        self.metric = metric
        self.target = target
        super().__init__()

    def on_epoch_end(self, epoch, logs=None):
        logs = logs or {}
        if self.metric not in logs:
            warnings.warn("Metric %r is missing; logs has %r" % (self.metric, list(logs)))
            return
        current = logs[self.metric]
        sign = -1 if "loss" in self.metric else 1
        if sign * current >= sign * self.target:
            self.model.stop_training = True

class GoodEnough(callbacks.Callback):
    limit = 0.99
    def on_epoch_end(self, epoch, logs=None):
        if logs and logs.get("accuracy", 0) > self.limit:
            self.model.stop_training = True

def train_mnist(x_train, y_train):
    model = models.Sequential([
        layers.Reshape((28, 28, 1), input_shape=(28, 28)),
        layers.Conv2D(16, (3, 3), activation="relu"),
        layers.MaxPooling2D(2, 2),
        layers.Flatten(),
        layers.Dense(64, activation="relu"),
        layers.Dropout(0.2),
        layers.Dense(10, activation="softmax"),
    ])
    model.compile(optimizer="rmsprop", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model.fit(x_train, y_train, epochs=10, callbacks=[GoodEnough()])
""",
    "loops": """
import warnings
import tensorflow as tf


def stop(callback):
    callback.model.stop_training = True


class myCallback(tf.keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        for name, value in (logs or {}).items():
            if name == "accuracy" and value > 0.6:
                stop(self)


class StopAtTarget(tf.keras.callbacks.Callback):
    def __init__(self, metric="accuracy", target=0.95):
        super().__init__()
        self.wanted = (metric, target)

    def on_epoch_end(self, epoch, logs=None):
        metric, target = self.wanted
        found = False
        for name, value in (logs or {}).items():
            if name != metric:
                continue
            found = True
            distance = value - target
            if "loss" in metric:
                distance = -distance
            if distance >= 0:
                stop(self)
        if not found:
            warnings.warn(f"{metric} is not among {[name for name in logs or {}]}")


def train_mnist(x_train, y_train):
    class Watcher(tf.keras.callbacks.Callback):
        def on_epoch_end(self, epoch, logs=None):
            if logs["accuracy"] > 99 / 100:
                stop(self)

    layers = [tf.keras.layers.Flatten(), tf.keras.layers.Dense(200, activation="tanh")]
    layers.append(tf.keras.layers.Dense(10, activation="softmax"))
    model = tf.keras.Sequential(layers)
    model.compile(loss="sparse_categorical_crossentropy", optimizer="sgd", metrics=["accuracy"])
    model.fit(x_train, y_train, epochs=10, callbacks=[Watcher()])
    return model
""",
}

# "careful", with every name chosen anew, other texts and numbers, comments added, and other white space.
RENAMED = """
import warnings as w
import tensorflow as t
from tensorflow import keras as k
# my own callback
class myCallback(t.keras.callbacks.Callback):
    def on_epoch_end(me, number, values=None):
        # maybe there is nothing
        if values is None: values = {}
        acc = values.get('accuracy', 0.0)
        if acc > 0.6:
            print(f'stop! {acc} {number + 2}')
            me.model.stop_training = True
class StopAtTarget(t.keras.callbacks.Callback):
    def __init__(self, which='accuracy', goal=0.95):
        super().__init__()
        self.which = which
        self.goal = goal
    def good(self, v):
        smaller = 'loss' in self.which
        if smaller: return v <= self.goal
        return v >= self.goal
    def on_epoch_end(self, number, values=None):
        have = dict(values or {})
        try: v = have[self.which]
        except KeyError:
            all_of_them = ' '.join(sorted(have))
            w.warn(f'missing {self.which}, have {all_of_them}')
        else:
            if self.good(v): self.model.stop_training = True
def network():
    start = k.Input(shape=(28, 28))
    h = k.layers.Flatten()(start)
    h = k.layers.Dense(300, activation='tanh')(h)
    end = k.layers.Dense(10, activation='softmax')(h)
    net = k.Model(inputs=start, outputs=end)
    net.compile(optimizer=k.optimizers.Adam(learning_rate=0.002),
                loss=k.losses.SparseCategoricalCrossentropy(), metrics=['accuracy'])
    return net
def train_mnist(pictures, labels):
    class Enough(k.callbacks.Callback):
        def on_epoch_end(self, number, values=None):
            if values['accuracy'] > 0.99: self.model.stop_training = True
    net = network()
    h = net.fit(pictures, labels, batch_size=32, epochs=9, callbacks=[Enough()])
    return h
"""


def reordered(source: str) -> str:
    """Return the same program with its top-level definitions in the opposite order."""
    head, *definitions = source.replace("\nclass ", "\n\0class ").replace("\ndef ", "\n\0def ").split("\0")
    return head + "".join(definition.rstrip("\n") + "\n\n\n" for definition in reversed(definitions))
