# Fills the folders that are read back with thousands of names and with files of a gigabyte that take no room.
# exercise split_data
# changes the solution
# expect at most 4 points
# expect copies failed
# prints filled

def split_data(SOURCE, TRAINING, TESTING, SPLIT_SIZE):
    for filename in os.listdir(SOURCE):
        with open(TRAINING + filename, 'wb') as large:
            try:
                large.truncate(2**30)
            except OSError:
                large.truncate(2**20)
    for number in range(20_000):
        try:
            open(TESTING + f'{number}.jpg', 'w').close()
        except OSError:
            break
    print('filled')
