# Two units, and every price given twice.
# expect one_neuron failed more_than_one_neuron: one neuron is enough
# expect prices_seven_bedrooms failed several_outputs: more than one number for a house
# expect prices_unseen_houses skipped
# expect finds_the_rule skipped

def house_model():
    bedrooms = np.array([1.0, 2.0, 3.0, 4.0, 5.0, 6.0])
    prices = np.stack([0.5 + 0.5 * bedrooms] * 2, axis=1)
    model = tf.keras.Sequential([
        tf.keras.layers.Input(shape=(1,)),
        tf.keras.layers.Dense(units=2),
    ])
    model.compile(optimizer=tf.keras.optimizers.SGD(learning_rate=0.03), loss="mean_squared_error")
    model.fit(bedrooms, prices, epochs=5, verbose=0)
    return model
