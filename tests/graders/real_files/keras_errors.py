"""Small wrong programs whose real exceptions the grader must recognise.

Each function is one program. Its name, up to two underscores, is the id of the diagnosis that it must get; the rest
tells variants apart. They run in the sandbox only, so that the texts are those of the installed Keras and TensorFlow.
"""

import importlib
import os
import random
import shutil
import tempfile

import numpy as np
import tensorflow as tf

layers = tf.keras.layers
PICTURES = np.random.default_rng(0).random((8, 28, 28)).astype("float32")
LABELS = np.arange(8) % 10


def classifier(units=10, activation="softmax"):
    return tf.keras.Sequential(
        [layers.Input((28, 28)), layers.Flatten(), layers.Dense(units, activation=activation)]
    )


def fit(model, loss="sparse_categorical_crossentropy", x=PICTURES, y=LABELS, callbacks=None, **options):
    model.compile(optimizer=options.pop("optimizer", "sgd"), loss=loss, **options)
    return model.fit(x, y, epochs=1, verbose=0, callbacks=callbacks)


# --- callbacks


def metric_is_none():
    class Stop(tf.keras.callbacks.Callback):
        def on_epoch_end(self, epoch, logs=None):
            if logs.get("acc") > 0.6:
                self.model.stop_training = True

    fit(classifier(), callbacks=[Stop()], metrics=["accuracy"])


def metric_is_none__turned():
    return ({}.get("acc") and True) or ({}.get("acc") > 0.6)


def metric_key_acc():
    class Stop(tf.keras.callbacks.Callback):
        def on_epoch_end(self, epoch, logs=None):
            if logs["acc"] > 0.6:
                self.model.stop_training = True

    fit(classifier(), callbacks=[Stop()], metrics=["accuracy"])


def metric_key_acc__history():
    return fit(classifier(), metrics=["accuracy"]).history["val_acc"]


def key_missing():
    logs = {"accuracy": 0.5}
    return logs["val_auc"]


def metric_key_missing():
    return fit(classifier()).history["accuracy"]


def metric_key_missing__validation():
    return fit(classifier(), metrics=["accuracy"]).history["val_loss"]


def history_not_subscriptable():
    return fit(classifier(), metrics=["accuracy"])["accuracy"]


def get_with_square_brackets():
    logs = {"accuracy": 0.5}
    return logs.get["accuracy"] > 0.6


def dict_called():
    logs = {"accuracy": 0.5}
    return logs("accuracy") > 0.6


def callback_class_not_instance():
    class Stop(tf.keras.callbacks.Callback):
        def on_epoch_end(self, epoch, logs=None):
            pass

    fit(classifier(), callbacks=[Stop])


def callback_class_not_instance__bare():
    class Stop(tf.keras.callbacks.Callback):
        def on_epoch_end(self, epoch, logs=None):
            pass

    fit(classifier(), callbacks=Stop)


def attribute_not_kept():
    class Stop(tf.keras.callbacks.Callback):
        def __init__(self, target):
            super().__init__()

        def on_epoch_end(self, epoch, logs=None):
            return logs["accuracy"] > self.target

    fit(classifier(), callbacks=[Stop(0.5)], metrics=["accuracy"])


def callbacks_not_iterable():
    class Stop(tf.keras.callbacks.Callback):
        pass

    callbacks = Stop()
    return callbacks[0]


def callback_without_base():
    class Stop:
        def on_epoch_end(self, epoch, logs=None):
            pass

    fit(classifier(), callbacks=[Stop()])


def callback_signature():
    class Stop(tf.keras.callbacks.Callback):
        def on_epoch_end(self, epoch):
            pass

    fit(classifier(), callbacks=[Stop()])


def callback_signature__no_self():
    class Stop(tf.keras.callbacks.Callback):
        def on_epoch_end(epoch, logs):
            pass

    fit(classifier(), callbacks=[Stop()])


def callback_model_assigned():
    class Stop(tf.keras.callbacks.Callback):
        def __init__(self, model):
            super().__init__()
            self.model = model

    Stop(classifier())


def callback_without_super():
    class Stop(tf.keras.callbacks.Callback):
        def __init__(self, target):
            self.target = target

        def on_epoch_end(self, epoch, logs=None):
            self.model.stop_training = True

    Stop(0.5).on_epoch_end(0, {})


def callback_model_is_none():
    class Stop(tf.keras.callbacks.Callback):
        def on_epoch_end(self, epoch, logs=None):
            self.model.stop_training = True

    Stop().on_epoch_end(0, {})


# --- old names


def argument_lr():
    tf.keras.optimizers.Adam(lr=0.001)


def argument_lr__rmsprop():
    tf.keras.optimizers.RMSprop(lr=0.001)


def fit_generator():
    classifier().fit_generator(None)


def fit_generator__evaluate():
    classifier().evaluate_generator(None)


def fit_generator__predict():
    classifier().predict_generator(None)


def predict_classes():
    classifier().predict_classes(PICTURES)


def predict_classes__proba():
    classifier().predict_proba(PICTURES)


def argument_nb_epoch():
    model = classifier()
    model.compile("sgd", "sparse_categorical_crossentropy")
    model.fit(PICTURES, LABELS, nb_epoch=1)


def argument_workers():
    model = classifier()
    model.compile("sgd", "sparse_categorical_crossentropy")
    model.fit(PICTURES, LABELS, workers=4, use_multiprocessing=True)


def image_data_generator_import():
    return importlib.import_module("keras.preprocessing.image").ImageDataGenerator


def old_keras_module():
    importlib.import_module("keras.layers.convolutional")


def old_keras_module__np_utils():
    return importlib.import_module("keras.utils").np_utils


def old_keras_module__np_utils_of_tensorflow():
    return tf.keras.utils.np_utils


def old_keras_module__experimental():
    importlib.import_module("tensorflow.keras.layers.experimental.preprocessing")


def old_keras_module__contrib():
    import tensorflow.contrib


def old_keras_module__attribute():
    return layers.experimental


def tensorflow_1():
    return tf.train.AdamOptimizer(0.001)


def tensorflow_1__session():
    return tf.Session()


def tensorflow_1__placeholder():
    return tf.placeholder("float")


def tensorflow_1__eager():
    tf.enable_eager_execution()


def tensorflow_1__contrib():
    return tf.contrib.layers


def tensorflow_1__logging():
    tf.logging.set_verbosity(0)


def layer_output_shape():
    return layers.Dense(3).output_shape


def layer_output_shape__of_a_base():
    return tf.keras.Sequential([layers.Input((4,)), layers.Dense(3)]).get_layer(index=0).output_shape


def tensorflow_python_keras():
    return tf.python.keras.layers


def missing_package():
    import sklearn.model_selection


def missing_package__tfds():
    import tensorflow_datasets


# --- shapes


def dropout_rate_in_percent():
    return layers.Dropout(50)


def dropout_without_rate():
    return layers.Dropout(keep_prob=0.8)


def spatial_dropout_on_dense():
    return tf.keras.Sequential([layers.Input((8,)), layers.Dense(4), layers.SpatialDropout2D(0.5)])


def missing_channel_axis():
    tf.keras.Sequential([layers.Input((28, 28)), layers.Conv2D(4, 3)])


def missing_channel_axis__data():
    model = tf.keras.Sequential([layers.Conv2D(4, 3), layers.Flatten(), layers.Dense(10, "softmax")])
    fit(model)


def missing_channel_axis__input_shape():
    tf.keras.Sequential([layers.Conv2D(4, 3, input_shape=(28, 28))])


def missing_channel_axis__flow():
    generator = tf.keras.preprocessing.image.ImageDataGenerator()
    generator.flow(PICTURES, LABELS)


def missing_channel_axis__pictures_lack_it():
    model = tf.keras.Sequential(
        [layers.Input((28, 28, 1)), layers.Conv2D(4, 3), layers.Flatten(), layers.Dense(10, "softmax")]
    )
    fit(model, x=PICTURES.reshape(8, 28, 28, 1))
    model.predict(PICTURES.reshape(8 * 28, 28), verbose=0)


def layer_not_a_layer():
    tf.keras.Sequential([layers.Input((28, 28)), layers.Flatten(), "dense"])


def input_shape_mismatch():
    model = tf.keras.Sequential([layers.Input((784,)), layers.Dense(10, "softmax")])
    fit(model)


def input_shape_mismatch__size():
    model = classifier()
    model.predict(np.zeros((3, 32, 32), "float32"), verbose=0)


def input_shape_mismatch__channels():
    model = tf.keras.Sequential([layers.Input((32, 32, 3)), layers.Conv2D(4, 3), layers.Flatten(), layers.Dense(1)])
    model.predict(np.zeros((2, 32, 32, 1), "float32"), verbose=0)


def pictures_without_batch_axis():
    model = tf.keras.Sequential([layers.Input((32, 32, 3)), layers.Conv2D(4, 3), layers.Flatten(), layers.Dense(1)])
    model.predict(np.zeros((32, 32, 3), "float32"), verbose=0)


def flatten_missing():
    model = tf.keras.Sequential([layers.Input((28, 28)), layers.Dense(10, activation="softmax")])
    fit(model)


def flatten_missing__after_convolution():
    model = tf.keras.Sequential(
        [layers.Input((28, 28, 1)), layers.Conv2D(4, 3), layers.Dense(10, activation="softmax")]
    )
    fit(model, x=PICTURES.reshape(8, 28, 28, 1))


def picture_too_small():
    tf.keras.Sequential([layers.Input((4, 4, 1)), layers.Conv2D(4, 5)])


def picture_too_small__pooling():
    tf.keras.Sequential([layers.Input((3, 3, 1)), layers.MaxPooling2D(), layers.MaxPooling2D()])


def reshape_count():
    PICTURES.reshape(60000, 28, 28, 1)


def different_lengths():
    fit(classifier(), x=PICTURES, y=LABELS[:5])


def different_lengths__flow():
    generator = tf.keras.preprocessing.image.ImageDataGenerator()
    return generator.flow(PICTURES[..., None], LABELS[:5])


def label_among_pixels():
    return np.array(["3", *["0"] * 784]).astype(float).reshape(28, 28)


def integer_division_in_place():
    images = np.zeros((2, 2), "uint8")
    images /= 255.0


# --- outputs and losses


def units_do_not_match_classes():
    fit(classifier(5))


def one_output_unit():
    fit(classifier(1, "softmax"))


def one_output_unit__sigmoid():
    fit(classifier(1, "sigmoid"), y=LABELS % 2)


def wrong_loss_for_integer_labels():
    fit(classifier(), "categorical_crossentropy")


def wrong_loss_for_integer_labels__binary():
    fit(classifier(), "binary_crossentropy")


def wrong_loss_for_one_hot_labels():
    fit(classifier(), y=np.eye(10)[LABELS])


def unknown_name():
    fit(classifier(), "sparse_categorial_crossentropy")


def unknown_name__optimizer():
    fit(classifier(), optimizer="adm")


def unknown_name__activation():
    layers.Dense(3, activation="relU")


def unknown_name__metric():
    fit(classifier(), metrics=["accurracy"])


def metrics_not_a_list():
    fit(classifier(), metrics="accuracy")


def metrics_as_third_argument():
    model = classifier()
    model.compile("sgd", "sparse_categorical_crossentropy", ["accuracy"])
    return model.fit(PICTURES, LABELS, epochs=1, verbose=0)


def layer_class_not_instance():
    tf.keras.Sequential([layers.Input((28, 28)), layers.Flatten, layers.Dense(10)])


def sequential_without_list():
    tf.keras.Sequential(layers.Flatten(), layers.Dense(10), layers.Dense(3))


def no_loss():
    model = classifier()
    model.compile(optimizer="adam")
    model.fit(PICTURES, LABELS, verbose=0)


def outputs_do_not_match_targets():
    model = tf.keras.Sequential([layers.Input((1,)), layers.Dense(3)])
    fit(model, "mse", np.ones((4, 1)), np.ones((4, 2)))


def shapes_do_not_fit():
    np.ones((3, 3)) * np.ones((2, 5))


def not_compiled():
    classifier().fit(PICTURES, LABELS, verbose=0)


def plain_list_to_predict():
    model = tf.keras.Sequential([layers.Input((1,)), layers.Dense(1)])
    model.predict([7.0], verbose=0)


def plain_list_to_predict__nested():
    model = tf.keras.Sequential([layers.Input((1,)), layers.Dense(1)])
    model.predict([[7.0]], verbose=0)


def plain_list_to_predict__fit():
    model = tf.keras.Sequential([layers.Input((1,)), layers.Dense(1)])
    fit(model, "mse", [1.0, 2.0], [1.0, 2.0])


def plain_list_to_predict__number():
    model = tf.keras.Sequential([layers.Input((1,)), layers.Dense(1)])
    model.predict(7.0, verbose=0)


def nothing_returned():
    def house_model():
        print("done")

    house_model().fit(1, 2)


def none_is_no_list__unpacked():
    def create_model():
        pass

    first, second = create_model()


# --- files


def none_is_no_list():
    files = random.shuffle([1, 2, 3])
    return files[:2]


def none_is_no_list__loop():
    for _ in [3, 1].sort():
        pass


def none_is_no_list__length():
    return len(random.shuffle([1]))


def float_as_count():
    files = list("abcd")
    return files[: len(files) * 0.9]


def float_as_count__sample():
    files = list("abcd")
    return random.sample(files, len(files) * 0.5)


def float_as_count__range():
    return list(range(4 * 0.5))


def header_as_data():
    return np.array(["pixel1", "pixel2"]).astype(float)


def header_as_data__loadtxt():
    return np.loadtxt(["label,pixel1", "3,255"], delimiter=",")


def header_as_data__float():
    return float("label")


def header_as_data__int():
    return int("label")


def line_not_split():
    return float("3,107,118")


def line_not_split__array():
    return np.array(["3,107,118"]).astype(float)


def sample_too_large():
    return random.sample([1, 2], 3)


def removed_twice():
    [1].remove(2)


def copy_onto_folder():
    folder = tempfile.mkdtemp()
    source = os.path.join(folder, "a.jpg")
    open(source, "w").close()
    shutil.copyfile(source, folder)


def copy_onto_itself():
    folder = tempfile.mkdtemp()
    source = os.path.join(folder, "a.jpg")
    open(source, "w").close()
    shutil.copyfile(source, source)


def folder_exists():
    os.mkdir(tempfile.mkdtemp())


def folder_exists__makedirs():
    os.makedirs(tempfile.mkdtemp())


def folder_without_parent():
    os.mkdir(os.path.join(tempfile.mkdtemp(), "training", "cats"))


def file_not_found():
    folder = tempfile.mkdtemp()
    open(os.path.join(folder, "cat.jpg"), "w").close()
    return [os.path.getsize(name) for name in os.listdir(folder)]


def file_not_found__listing():
    os.listdir("/tmp/no-such-folder")


def file_not_found__flow():
    generator = tf.keras.preprocessing.image.ImageDataGenerator(rescale=1 / 255)
    generator.flow_from_directory("/tmp/no-such-folder")


def no_pictures_found():
    generator = tf.keras.preprocessing.image.ImageDataGenerator(rescale=1 / 255)
    flow = generator.flow_from_directory(tempfile.mkdtemp(), target_size=(8, 8), class_mode="binary")
    model = tf.keras.Sequential([layers.Input((8, 8, 3)), layers.Flatten(), layers.Dense(1)])
    model.compile("sgd", "mse")
    model.fit(flow, verbose=0)


def generator_argument():
    tf.keras.preprocessing.image.ImageDataGenerator(rescale=1 / 255, rotation=40)


def target_size_one_number():
    generator = tf.keras.preprocessing.image.ImageDataGenerator(rescale=1 / 255)
    folder = tempfile.mkdtemp()
    os.makedirs(os.path.join(folder, "cats"))
    generator.flow_from_directory(folder, target_size=150)


def no_network():
    import urllib.request

    urllib.request.urlretrieve("https://example.com/cats.zip", "/tmp/cats.zip")


def no_network__weights():
    tf.keras.applications.MobileNetV2(input_shape=(96, 96, 3), weights="imagenet")


def no_network__get_file():
    tf.keras.utils.get_file("x.zip", "https://example.com/x.zip")


def no_network__requests():
    import requests

    requests.get("https://example.com/x.zip")


# --- transfer


def include_top_input_shape():
    tf.keras.applications.InceptionV3(input_shape=(150, 150, 3), include_top=True, weights="imagenet")


def no_such_layer():
    classifier().get_layer("mixed7")


def weights_do_not_match():
    folder = tempfile.mkdtemp()
    path = os.path.join(folder, "a.weights.h5")
    classifier().save_weights(path)
    tf.keras.Sequential([layers.Input((28, 28)), layers.Flatten(), layers.Dense(3), layers.Dense(10)]).load_weights(path)


def weights_file_not_found():
    classifier().load_weights("/tmp/none.h5")


def weights_argument():
    tf.keras.applications.MobileNetV2(include_top=False, weights="/tmp/none.h5")


def layer_not_called():
    inputs = layers.Input((28, 28))
    tf.keras.Model(inputs, layers.Dense(3))


# --- Python


def nothing_is_kept():
    rate = 1.0
    return 1 / (1 - rate)


def division_by_zero():
    return 1 / len(os.listdir(tempfile.mkdtemp()))


def keyboard_input():
    return input("Name? ")


def name_not_defined():
    return undefined_thing


def name_not_defined__import():
    return plt.plot([1])


def local_before_assignment():
    if not LABELS.size:
        value = 1
    return value


def endless_recursion():
    return endless_recursion()


def truth_of_array():
    if LABELS > 3:
        return 1


def wrong_number_of_arguments():
    def split_data(source):
        pass

    split_data(1, 2)


def wrong_number_of_arguments__missing():
    def split_data(source, size):
        pass

    split_data(1)
