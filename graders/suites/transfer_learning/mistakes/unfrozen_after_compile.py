# Makes the upper layers of the base trainable after compile.
# expect keeps_base_frozen failed base_unfrozen: learn again
# expect head_learns skipped
# expect recognises_new_pictures skipped

def create_final_model(pre_trained_model, last_output):
    x = tf.keras.layers.GlobalAveragePooling2D()(last_output)
    x = tf.keras.layers.Dense(64, activation="relu")(x)
    x = tf.keras.layers.Dropout(0.2)(x)
    x = tf.keras.layers.Dense(1, activation="sigmoid")(x)
    model = tf.keras.Model(pre_trained_model.input, x)
    model.compile(optimizer=tf.keras.optimizers.Adam(learning_rate=0.001), loss="binary_crossentropy", metrics=["accuracy"])
    for layer in pre_trained_model.layers[100:]:
        layer.trainable = True
    return model
