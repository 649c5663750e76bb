# Shows the model one house only.
# expect prices_unseen_houses failed right_for_seven_only: several different houses
# expect finds_the_rule failed rule_not_found: the rule is not found yet

def house_model():
    bedrooms = np.array([7.0])
    prices = 0.5 + 0.5 * bedrooms
    model = tf.keras.Sequential([
        tf.keras.layers.Input(shape=(1,)),
        tf.keras.layers.Dense(units=1, kernel_initializer="zeros"),
    ])
    model.compile(optimizer=tf.keras.optimizers.SGD(learning_rate=0.005), loss="mean_squared_error")
    model.fit(bedrooms, prices, epochs=500, verbose=0)
    return model
