# Freezes the base only after the final model was compiled.
# expect freezes failed base_trainable: after compile

def create_pre_trained_model(local_weights_file):
    pre_trained_model = tf.keras.applications.MobileNetV2(
        input_shape=(96, 96, 3), include_top=False, weights=None
    )
    pre_trained_model.load_weights(local_weights_file)
    return pre_trained_model


def create_final_model(pre_trained_model, last_output):
    x = tf.keras.layers.GlobalAveragePooling2D()(last_output)
    x = tf.keras.layers.Dense(64, activation="relu")(x)
    x = tf.keras.layers.Dropout(0.2)(x)
    x = tf.keras.layers.Dense(1, activation="sigmoid")(x)
    model = tf.keras.Model(pre_trained_model.input, x)
    model.compile(optimizer=tf.keras.optimizers.Adam(learning_rate=0.001), loss="binary_crossentropy", metrics=["accuracy"])
    for layer in pre_trained_model.layers:
        layer.trainable = False
    return model
