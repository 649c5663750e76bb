# Calls the layer of Keras.
# expect draws_from_rng failed ignores_rng: the draws come from elsewhere
# expect keeps_shape_and_type failed wrong_dtype: another type than x

def dropout(x, rate, rng, training=True):
    return tf.keras.layers.Dropout(rate)(x, training=training).numpy()
