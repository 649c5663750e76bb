import keras


def create_pre_trained_model(local_weights_file):
    base = keras.applications.MobileNetV2(input_shape=(96, 96, 3), include_top=False, weights=local_weights_file)
    base.trainable = False
    return base


def output_of_last_layer(pre_trained_model):
    return pre_trained_model.output


def create_final_model(pre_trained_model, last_output):
    model = keras.Sequential()
    model.add(pre_trained_model)
    model.add(keras.layers.GlobalAveragePooling2D())
    model.add(keras.layers.Dense(1, activation="sigmoid"))
    model.compile(optimizer=keras.optimizers.Adam(0.003), loss=keras.losses.BinaryCrossentropy(), metrics=[keras.metrics.BinaryAccuracy(name="accuracy")])
    return model
