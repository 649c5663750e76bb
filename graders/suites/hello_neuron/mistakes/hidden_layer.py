# A hidden layer before the neuron.
# expect one_neuron failed more_than_one_neuron: one Dense layer, units=1
# expect finds_the_rule skipped

def house_model():
    bedrooms = np.array([1.0, 2.0, 3.0, 4.0, 5.0, 6.0])
    prices = 0.5 + 0.5 * bedrooms
    model = tf.keras.Sequential([
        tf.keras.layers.Input(shape=(1,)),
        tf.keras.layers.Dense(units=3, kernel_initializer="ones"),
        tf.keras.layers.Dense(units=1),
    ])
    model.compile(optimizer=tf.keras.optimizers.Adam(learning_rate=0.02), loss="mean_squared_error")
    model.fit(bedrooms, prices, epochs=500, verbose=0)
    return model
