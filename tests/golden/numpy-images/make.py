"""Golden arrays for tests/Data/NumPyImagesTests.cs, as numpy.save writes them.

Run: python3 make.py   (made with Python 3.11, NumPy 1.24.2)
images.npy is uint8 [7, 3, 4, 6] with images[n, c, y, x] = (72 n + 24 c + 6 y + x) mod 251, labels.npy int64 [7] with labels[n] = n mod 3.
"""
import numpy

images = (numpy.arange(7 * 3 * 4 * 6) % 251).astype(numpy.uint8).reshape(7, 3, 4, 6)
numpy.save("images.npy", images)
numpy.save("labels.npy", numpy.arange(7) % 3)
