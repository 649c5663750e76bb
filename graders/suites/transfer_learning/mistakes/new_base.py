# Builds a base of its own, with random weights.
# expect builds_on_base failed new_base: Build on the one in the argument
# expect ends_in_one_probability skipped
# expect compiles skipped
# expect keeps_base_frozen skipped
# expect head_learns skipped
# expect recognises_new_pictures skipped

def create_final_model(pre_trained_model, last_output):
    base = tf.keras.applications.MobileNetV2(
        input_shape=(96, 96, 3), include_top=False, weights=None
    )
    base.trainable = False
    x = tf.keras.layers.GlobalAveragePooling2D()(base.output)
    x = tf.keras.layers.Dense(64, activation="relu")(x)
    x = tf.keras.layers.Dropout(0.2)(x)
    x = tf.keras.layers.Dense(1, activation="sigmoid")(x)
    model = tf.keras.Model(base.input, x)
    model.compile(optimizer=tf.keras.optimizers.Adam(learning_rate=0.001), loss="binary_crossentropy", metrics=["accuracy"])
    return model
