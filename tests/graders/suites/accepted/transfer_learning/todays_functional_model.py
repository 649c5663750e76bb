import keras
from keras import layers


def create_pre_trained_model(local_weights_file):
    base = keras.applications.MobileNetV2(
        input_tensor=keras.Input(shape=(96, 96, 3)), include_top=False, weights=local_weights_file
    )
    for layer in base.layers[:]:
        layer.trainable = False
    return base


def output_of_last_layer(pre_trained_model):
    return pre_trained_model.layers[-1].output


def create_final_model(pre_trained_model, last_output):
    inputs = keras.Input(shape=(96, 96, 3))
    x = pre_trained_model(inputs, training=False)
    x = layers.GlobalAveragePooling2D()(x)
    x = layers.Dropout(0.3)(x)
    outputs = layers.Dense(1)(x)
    outputs = layers.Activation("sigmoid")(outputs)
    model = keras.Model(inputs, outputs)
    model.compile(optimizer=keras.optimizers.RMSprop(0.002), loss="binary_crossentropy", metrics=["accuracy"])
    return model
