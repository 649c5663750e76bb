"""What Keras 3.15 and TensorFlow 2.21 say to programs that learners really write; see :mod:`known_errors`."""

from __future__ import annotations

from graders.grading.known_errors import Diagnosis
from graders.old_names import CLASS_METHODS, GENERATOR_METHODS, METRIC_KEYS, WHY, WORKER_ARGUMENTS

_CALLBACKS = (
    Diagnosis(
        "metric_is_none",
        r"TypeError: '[<>]=?' not supported between instances of "
        r"'(NoneType' and '(float|int)|(float|int)' and 'NoneType)'",
        "A comparison met None. Most often logs.get(...) asked for a name that is not in logs: with "
        "metrics=['accuracy'] the key is 'accuracy', not 'acc'. Print logs once to see the names.",
    ),
    Diagnosis(
        "metric_key_acc",
        rf"KeyError: '?({'|'.join(METRIC_KEYS)})'?$",
        f"There is no key of that name. {WHY['metric_key_acc']}",
    ),
    Diagnosis(
        "metric_key_missing",
        r"KeyError: '(?P<key>accuracy|val_accuracy|val_loss|loss)'",
        "There is no key '{key}'. A metric is recorded only if the model was compiled with it, and val_ names only "
        "if fit was given validation data. logs.get(name) returns None instead of raising.",
    ),
    Diagnosis(
        "key_missing",
        r"KeyError: (?P<key>'[^'\n]{1,60}')$",
        "logs has no key {key}. Print logs once to see its keys; `name in logs` asks for one, and logs.get(name) gives "
        "None instead of raising.",
        line=r"\blogs\b",
    ),
    Diagnosis(
        "history_not_subscriptable",
        r"TypeError: 'History' object is not subscriptable",
        "fit returns a History object; the numbers are in its attribute history: history.history['accuracy'].",
    ),
    Diagnosis(
        "get_with_square_brackets",
        r"TypeError: '(builtin_function_or_method|function|method)' object is not subscriptable",
        "A function or method is called with round brackets: logs.get('accuracy'), not logs.get['accuracy'].",
    ),
    Diagnosis(
        "dict_called",
        r"TypeError: '(?P<kind>dict|list|tuple)' object is not callable",
        "A {kind} is read with square brackets: logs['accuracy'], not logs('accuracy').",
    ),
    Diagnosis(
        "callback_class_not_instance",
        r"TypeError: Callback\.\w+\(\) missing 1 required positional argument"
        r"|TypeError: [\w.<>]*\bon_(train|epoch|batch|train_batch)_(begin|end)\(\) missing \d required positional"
        r"|type object '.*' has no attribute 'stop_training'",
        "A callback must be an instance, not the class: write callbacks=[myCallback()] with brackets.",
    ),
    Diagnosis(
        "callback_without_base",
        r"AttributeError: '(?P<name>\w+)' object has no attribute '(set_model|set_params|on_\w+)'",
        "Keras asked a callback for a method that it lacks. {name} must inherit from "
        "tf.keras.callbacks.Callback.",
    ),
    Diagnosis(
        "callback_signature",
        r"TypeError: [\w.<>]*\b(?P<method>on_(train|epoch|batch|train_batch|test|test_batch)_(begin|end))\(\) takes",
        "Keras calls {method} with other arguments than it accepts. The method of an epoch's end is "
        "on_epoch_end(self, epoch, logs=None), with self first.",
    ),
    Diagnosis(
        "callback_model_assigned",
        r"AttributeError: property 'model' of '.*' object has no setter",
        "Keras itself gives a callback its model when fit begins. Remove the line that assigns self.model.",
    ),
    Diagnosis(
        "callback_without_super",
        r"AttributeError: '\w+' object has no attribute '(_model|params|validation_data)'",
        "The callback's __init__ must begin with super().__init__(), or the parts that Keras gives it are missing.",
    ),
    Diagnosis(
        "callback_model_is_none",
        r"AttributeError: 'NoneType' object has no attribute 'stop_training'",
        "self.model is None outside of training: Keras sets it when fit begins. Pass the callback to fit instead of "
        "calling its methods.",
    ),
)

_OLD_NAMES = (
    Diagnosis(
        "argument_lr",
        r"(unexpected keyword argument|not recognized|Unrecognized|Argument\(s\)).*\blr\b",
        WHY["argument_lr"],
    ),
    Diagnosis(
        "fit_generator",
        rf"AttributeError: .*has no attribute '({'|'.join(GENERATOR_METHODS)})'",
        WHY["fit_generator"],
    ),
    Diagnosis(
        "predict_classes",
        rf"AttributeError: .*has no attribute '({'|'.join(CLASS_METHODS)})'",
        WHY["predict_classes"],
    ),
    Diagnosis(
        "argument_nb_epoch",
        r"TypeError: .*fit\(\) got an unexpected keyword argument '(nb_epochs?|nb_epoch)'",
        WHY["argument_nb_epoch"],
    ),
    Diagnosis(
        "argument_workers",
        rf"TypeError: .*\(\) got an unexpected keyword argument '({'|'.join(WORKER_ARGUMENTS)})'",
        WHY["argument_workers"],
    ),
    Diagnosis(
        "image_data_generator_import",
        r"(ImportError|AttributeError): .*'?ImageDataGenerator'?",
        WHY["image_data_generator_import"],
    ),
    Diagnosis(
        "tensorflow_python_keras",
        r"(ModuleNotFoundError|ImportError|AttributeError): "
        r".*(tensorflow\.python\.keras|'tensorflow' has no attribute 'python')",
        WHY["tensorflow_python_keras"],
    ),
    Diagnosis(
        "old_keras_module",
        r"(ModuleNotFoundError: No module named '(tensorflow\.)?keras\.[\w.]+'"
        r"|ModuleNotFoundError: No module named 'tensorflow\.(contrib|examples)"
        r"|ImportError: cannot import name '\w+' from '(tensorflow\.)?keras\b"
        r"|AttributeError: module 'keras[\w.]*' has no attribute '(experimental|np_utils|preprocessing)')",
        WHY["old_keras_module"],
    ),
    Diagnosis(
        "tensorflow_1",
        r"AttributeError: module 'tensorflow(\._api\.v2\.\w+)?' has no attribute '(?P<name>\w+)'",
        "TensorFlow 2 has no {name} there; it may be from TensorFlow 1. " + WHY["tensorflow_1"],
    ),
    Diagnosis(
        "layer_output_shape",
        r"AttributeError: '(?P<name>\w+)' object has no attribute '(output_shape|input_shape)'",
        WHY["layer_output_shape"],
    ),
    Diagnosis(
        "missing_package",
        r"ModuleNotFoundError: No module named '(?P<name>[\w.]+)'",
        "The package {name} is not installed where your file is graded. TensorFlow, Keras, NumPy and Python's own "
        "modules are enough for this task; a module of your own has to be handed in beside the file.",
    ),
)

_SHAPES = (
    Diagnosis(
        "dropout_rate_in_percent",
        r"Invalid value received for argument `rate`\. Expected a float value between 0 and 1",
        "A layer's rate is a share, not per cent: Dropout(0.5) drops half.",
    ),
    Diagnosis(
        "dropout_without_rate",
        r"TypeError: \w*Dropout(\dD)?\.__init__\(\) missing 1 required positional argument: 'rate'",
        "Dropout needs to know its rate, the share that is dropped: Dropout(0.5). Old TensorFlow had keep_prob, the "
        "share that is kept: keep_prob=0.8 is Dropout(0.2) today.",
    ),
    Diagnosis(
        "spatial_dropout_on_dense",
        r"spatial_dropout\dd.*expected ndim=\d, found ndim=\d",
        "SpatialDropout drops whole maps of a convolution. Behind a Dense layer there are none: use Dropout.",
    ),
    Diagnosis(
        "missing_channel_axis",
        r"expected min_ndim=4, found ndim=3|should have rank 4\. You passed an array with shape \(\d+, \d+, \d+\)"
        r"|Expected shape \(None, \d+, \d+, \d+\), but input has incompatible shape \((None|\d+), \d+\)",
        "A convolution expects pictures of shape (height, width, channels). Add the channel axis, for example with "
        "x.reshape(-1, 28, 28, 1), and an Input of shape (28, 28, 1).",
    ),
    Diagnosis(
        "pictures_without_batch_axis",
        r"Expected shape \(None, (?P<shape>\d+, \d+, \d+)\), but input has incompatible shape \((?P=shape)\)",
        "A model takes a batch of pictures, also if it is a batch of one: give it shape (1, {shape}), for example "
        "with np.expand_dims(picture, axis=0).",
    ),
    Diagnosis(
        "input_shape_mismatch",
        r"(expected axis -?\d+ of input shape to have value (?P<value>\d+)|but input has incompatible shape"
        r"|expected (min_|max_)?ndim=\d+, found ndim=\d+|expected shape=\(.*found shape=)",
        "The model was built for data of another shape than it is given. Compare the Input's shape, which leaves out "
        "the batch, with the shape of your data.",
    ),
    Diagnosis(
        "flatten_missing",
        r"Argument `output` must have rank \(ndim\) `target\.ndim - 1`.*output\.shape=\(\w+, \d+, \d+",
        "The model's output still has the axes of a picture. Put a Flatten layer before the Dense layers.",
    ),
    Diagnosis(
        "wrong_loss_for_one_hot_labels",
        r"Argument `output` must have rank \(ndim\) `target\.ndim - 1`",
        "The loss does not fit the labels. One-hot labels (a row of 0 and 1 each) need "
        "loss='categorical_crossentropy'; 'sparse_categorical_crossentropy' needs whole numbers.",
    ),
    Diagnosis(
        "picture_too_small",
        r"Computed output size would be (zero or )?negative",
        "The picture is smaller than the layer's window by then: each Conv2D takes off its border, each pooling "
        "halves. Use fewer of them, or padding='same'.",
    ),
    Diagnosis(
        "label_among_pixels",
        r"cannot reshape array of size 785 into shape",
        "785 numbers are a whole line of the file: its label and 784 pixels. Take the label off first: row[0] is the "
        "label, and row[1:] are the pixels.",
    ),
    Diagnosis(
        "reshape_count",
        r"cannot reshape array of size (?P<size>\d+) into shape",
        "The array has {size} numbers, and the new shape another count. Let NumPy count one axis: "
        "x.reshape(-1, 28, 28, 1).",
    ),
    Diagnosis(
        "different_lengths",
        r"Data cardinality is ambiguous|Found input variables with inconsistent numbers of samples"
        r"|`x` \(images tensor\) and `y` \(labels\) should have the same length",
        "x and y must be equally long: each example needs its own answer. Check that both come from the same part of "
        "the data: x_train with y_train, x_test with y_test.",
    ),
    Diagnosis(
        "integer_division_in_place",
        r"Cannot cast ufunc '(divide|true_divide|multiply|subtract|add)' output "
        r"from dtype\('float\d+'\) to dtype\('u?int\d+'\)",
        "x /= 255 keeps the array's whole numbers, where fractions have no room. Write x = x / 255.0, which makes a "
        "new array.",
    ),
)

_MODELS = (
    Diagnosis(
        "one_output_unit",
        r"Received a label value of -?\d+ which is outside the valid range of \[0, 1\)",
        "The last layer has fewer units than there are classes: it has one. Softmax over one unit is always 1, and "
        "sigmoid does not go with sparse_categorical_crossentropy. Ten classes need Dense(10, activation='softmax'); "
        "two classes Dense(1, activation='sigmoid') with binary_crossentropy.",
    ),
    Diagnosis(
        "units_do_not_match_classes",
        r"Received a label value of (?P<label>-?\d+) which is outside the valid range of \[0, (?P<units>\d+)\)",
        "The last layer has fewer units than there are classes: the labels go up to at least {label}, but it has "
        "{units} units. With ten classes it needs Dense(10, activation='softmax').",
    ),
    Diagnosis(
        "wrong_loss_for_integer_labels",
        r"Arguments? `target` and `output` must have the same"
        r"|Shapes \(None, 1\) and \(None, \d+\) are incompatible",
        "The loss does not fit the labels or the last layer. Integer labels need "
        "loss='sparse_categorical_crossentropy'; 'categorical_crossentropy' needs one-hot labels, and "
        "'binary_crossentropy' one output unit.",
    ),
    Diagnosis(
        "unknown_name",
        r"Could not interpret (?P<kind>[\w ]{1,40}) identifier: (?P<name>[^\n]{1,60})",
        "Keras knows no {kind} called {name}. Check the spelling.",
    ),
    Diagnosis(
        "metrics_not_a_list",
        r"Expected `metrics` argument to be a list",
        WHY["metrics_not_a_list"],
    ),
    Diagnosis(
        "metrics_as_third_argument",
        r"dtype='string' is not a valid dtype for Keras type promotion",
        "A text stands where numbers belong. compile's third argument is loss_weights, not metrics: write "
        "metrics=['accuracy'] with its name.",
    ),
    Diagnosis(
        "layer_class_not_instance",
        r"Only instances of `keras\.Layer` can be added to a Sequential model\. "
        r"Received: <class '[\w.]*\.(?P<name>\w+)'>",
        "A layer must be an instance, not the class: write {name}() with brackets.",
    ),
    Diagnosis(
        "layer_not_a_layer",
        r"Only instances of `keras\.Layer` can be added to a Sequential model",
        "A Sequential model takes a flat list of layers, with commas between them.",
    ),
    Diagnosis(
        "sequential_without_list",
        r"(Argument `name` must be a string.*Received: name=<\w+ name="
        r"|Sequential\.__init__\(\) takes from 1 to \d positional arguments)",
        "The layers of a Sequential model go in one list: Sequential([Flatten(), Dense(10)]).",
    ),
    Diagnosis(
        "no_loss",
        r"No loss to compute",
        "The model was compiled without a loss: say what training should make small, loss='mean_squared_error' "
        "for numbers.",
    ),
    Diagnosis(
        "outputs_do_not_match_targets",
        r"(?s)InvalidArgumentError: .*Incompatible shapes: |Dimensions must be equal, but are \d+ and \d+",
        "The model answers with another number of values than there are in y for each example: look at units in the "
        "last layer.",
    ),
    Diagnosis(
        "not_compiled",
        r"You must call `?compile\(\)`? before",
        "Call model.compile(optimizer, loss, metrics) before model.fit.",
    ),
    Diagnosis(
        "plain_list_to_predict",
        r"Unrecognized data type: (x|y)=",
        WHY["plain_list_to_predict"],
    ),
    Diagnosis(
        "layer_not_called",
        r"All `(outputs|inputs)` values must be KerasTensors",
        "A functional model is made of tensors: call each layer on the one before it, as in "
        "x = Dense(10)(x), and give Model(inputs, x).",
    ),
    Diagnosis(
        "no_such_layer",
        r"No such layer: (?P<name>[\w.]{1,60})",
        "The model has no layer called {name}. Print [layer.name for layer in model.layers] to see the names.",
    ),
    Diagnosis(
        "include_top_input_shape",
        r"When setting `include_top=True`",
        "include_top=True keeps the old classifier, which only fits its own picture size. For transfer learning "
        "write include_top=False.",
    ),
    Diagnosis(
        "weights_argument",
        r"The `weights` argument should be either",
        "weights takes None, a word that Keras knows or the path of a file that is there. Give it the path that the "
        "function is given.",
    ),
    Diagnosis(
        "weights_file_not_found",
        r"FileNotFoundError: .*Unable to (synchronously )?open file",
        "There is no file of weights at that path. Load the path that the function is given, and not a fixed one.",
    ),
    Diagnosis(
        "weights_do_not_match",
        r"objects could not be loaded|Layer count mismatch when loading weights|shape of the target variable and the"
        r" shape of the target value",
        "The weights belong to another architecture than this model. Check include_top, the input shape and the "
        "order of the layers.",
    ),
)

KERAS_ERRORS: tuple[Diagnosis, ...] = (*_CALLBACKS, *_OLD_NAMES, *_SHAPES, *_MODELS)
