"""Makes tests/Golden/images.json: convolutions, transposed convolutions, pooling, upsampling and group normalisation with gradients, in float64, by PyTorch.

Everything is stored with channels last, as [examples, height, width, channels], filters as [kernel height, kernel width, inner, outer]: PyTorch's
[outer, inner, height, width] of a convolution and its [in, out, height, width] of a transposed one are the same permutation of ours. The loss is the sum of
y times upstream. Padding is [top, bottom, left, right].

Command: python3 tools/reference/images_golden.py     (torch 1.13, numpy 1.24.2; about 1 s)
"""
import torch
from torch.nn import functional

from golden import symmetric, write

stream = 900


def tensor(*shape):
    """Values that PyTorch sees as [.., channels, height, width]."""
    global stream
    stream += 1
    return torch.tensor(symmetric(stream, shape, 1.0)).double().requires_grad_()


def last(t):
    return t.detach().permute(0, 2, 3, 1).numpy()


def filters(t):
    return t.detach().permute(2, 3, 1, 0).numpy()


def pad(x, padding):
    top, bottom, left, right = padding
    return functional.pad(x, (left, right, top, bottom))


def convolution(images, filter_shape, stride=(1, 1), padding=(0, 0, 0, 0), dilation=(1, 1), groups=1):
    x, w, b = tensor(*images), tensor(*filter_shape), tensor(filter_shape[0])
    y = functional.conv2d(pad(x, padding), w, b, stride, 0, dilation, groups)
    return layer(x, w, b, y, stride, padding, dilation, groups, (0, 0))


def transposed(images, filter_shape, stride=(1, 1), padding=(0, 0), dilation=(1, 1), groups=1, output_padding=(0, 0)):
    x, w, b = tensor(*images), tensor(*filter_shape), tensor(filter_shape[1] * groups)
    y = functional.conv_transpose2d(x, w, b, stride, padding, output_padding, groups, dilation)
    return layer(x, w, b, y, stride, (padding[0], padding[0], padding[1], padding[1]), dilation, groups, output_padding)


def layer(x, w, b, y, stride, padding, dilation, groups, output_padding):
    upstream = tensor(*y.shape)
    (y * upstream.detach()).sum().backward()
    return {"stride": stride, "padding": padding, "dilation": dilation, "groups": groups, "output_padding": output_padding,
            "x": last(x), "w": filters(w), "b": b.detach().numpy(), "y": last(y), "upstream": last(upstream),
            "dx": last(x.grad), "dw": filters(w.grad), "db": b.grad.numpy()}


def windows(images, function, **settings):
    x = tensor(*images)
    y = function(x)
    upstream = tensor(*y.shape)
    (y * upstream.detach()).sum().backward()
    return {**settings, "x": last(x), "y": last(y), "upstream": last(upstream), "dx": last(x.grad)}


def group_norm(images, groups):
    x, scale, shift = tensor(*images), tensor(images[1]), tensor(images[1])
    y = functional.group_norm(x, groups, scale, shift, 1e-5)
    upstream = tensor(*y.shape)
    (y * upstream.detach()).sum().backward()
    return {"groups": groups, "x": last(x), "scale": scale.detach().numpy(), "shift": shift.detach().numpy(), "y": last(y), "upstream": last(upstream),
            "dx": last(x.grad), "dscale": scale.grad.numpy(), "dshift": shift.grad.numpy()}


def main():
    torch.set_num_threads(1)
    write("images.json", {
        "made_by": "tools/reference/images_golden.py", "torch": torch.__version__,
        "convolution": [
            convolution((2, 3, 5, 6), (4, 3, 3, 3), padding=(1, 1, 1, 1)),
            convolution((2, 3, 7, 6), (5, 3, 4, 4), stride=(2, 2), padding=(1, 1, 1, 1)),
            convolution((1, 2, 9, 8), (3, 2, 3, 2), stride=(3, 2), padding=(2, 0, 0, 1), dilation=(2, 3)),
            convolution((2, 6, 5, 4), (4, 3, 3, 3), padding=(1, 1, 1, 1), groups=2),
            convolution((1, 4, 6, 5), (4, 1, 3, 3), stride=(2, 1), padding=(1, 1, 1, 1), groups=4),
            convolution((2, 2, 4, 5), (3, 2, 2, 3), padding=(2, -1, 1, 1)),
            convolution((1, 18, 2, 3), (5, 18, 1, 1)),
            convolution((1, 2, 5, 6), (17, 2, 5, 5), padding=(2, 2, 2, 2)),
        ],
        "transposed": [
            transposed((2, 3, 3, 4), (3, 2, 4, 4), stride=(2, 2), padding=(1, 1)),
            transposed((2, 3, 4, 3), (3, 4, 3, 3), stride=(2, 2), padding=(1, 1), output_padding=(1, 1)),
            transposed((1, 4, 3, 2), (4, 3, 3, 2), stride=(3, 2), padding=(1, 0), dilation=(2, 3), groups=2, output_padding=(1, 2)),
            transposed((1, 2, 4, 4), (2, 3, 5, 5), padding=(2, 2)),
            transposed((2, 2, 2, 3), (2, 2, 2, 2), stride=(3, 3)),
        ],
        "max_pool": [
            windows((2, 3, 6, 7), lambda x: functional.max_pool2d(x, (2, 3), (2, 2), 0), kernel=(2, 3), stride=(2, 2), padding=0),
            windows((1, 2, 5, 6), lambda x: functional.max_pool2d(x, 3, (2, 1), 1), kernel=(3, 3), stride=(2, 1), padding=1),
        ],
        "average_pool": [
            windows((2, 3, 6, 7), lambda x: functional.avg_pool2d(x, (2, 3), (2, 2), 0), kernel=(2, 3), stride=(2, 2), padding=0),
            windows((1, 2, 5, 6), lambda x: functional.avg_pool2d(x, 3, (2, 1), 1, count_include_pad=False), kernel=(3, 3), stride=(2, 1), padding=1),
        ],
        "upsample": [windows((2, 3, 2, 3), lambda x: functional.interpolate(x, scale_factor=3, mode="nearest"), factor=3)],
        "group_norm": [group_norm((2, 6, 3, 4), 3), group_norm((1, 5, 4, 3), 1), group_norm((2, 4, 5, 2), 4)]})


if __name__ == "__main__":
    main()
