# Stops when the prices are near, but weight and bias are not.
# expect finds_the_rule failed rule_not_found: the rule is not found yet
# expect prices_unseen_houses failed right_for_seven_only: another slope

def house_model():
    bedrooms = np.array([5.0, 6.0, 7.0, 8.0, 9.0, 10.0])
    prices = 0.5 + 0.5 * bedrooms
    model = tf.keras.Sequential([
        tf.keras.layers.Input(shape=(1,)),
        tf.keras.layers.Dense(units=1, kernel_initializer="zeros"),
    ])
    model.compile(optimizer=tf.keras.optimizers.SGD(learning_rate=0.005), loss="mean_squared_error")
    model.fit(bedrooms, prices, epochs=60, verbose=0)
    return model
