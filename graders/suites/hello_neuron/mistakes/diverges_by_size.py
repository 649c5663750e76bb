# Prices and bedrooms so large that training diverges.
# expect prices_seven_bedrooms failed diverged: Give prices in hundreds of thousands
# expect prices_unseen_houses skipped
# expect finds_the_rule skipped

def house_model():
    bedrooms = np.arange(1.0, 31.0)
    prices = 50_000.0 + 50_000.0 * bedrooms
    model = tf.keras.Sequential([
        tf.keras.layers.Input(shape=(1,)),
        tf.keras.layers.Dense(units=1),
    ])
    model.compile(optimizer="sgd", loss="mean_squared_error")
    model.fit(bedrooms, prices, epochs=500, verbose=0)
    return model
