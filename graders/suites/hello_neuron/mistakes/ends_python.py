# Ends Python when it is done.
# expect trains_and_returns errored ends_python: ended the whole Python process
# expect one_neuron skipped
# expect prices_seven_bedrooms skipped
# expect prices_unseen_houses skipped
# expect finds_the_rule skipped

def house_model():
    bedrooms = np.array([1.0, 2.0, 3.0, 4.0, 5.0, 6.0])
    prices = 0.5 + 0.5 * bedrooms
    model = tf.keras.Sequential([
        tf.keras.layers.Input(shape=(1,)),
        tf.keras.layers.Dense(units=1),
    ])
    model.compile(optimizer=tf.keras.optimizers.SGD(learning_rate=0.03), loss="mean_squared_error")
    model.fit(bedrooms, prices, epochs=500, verbose=0)
    import os
    os._exit(0)
