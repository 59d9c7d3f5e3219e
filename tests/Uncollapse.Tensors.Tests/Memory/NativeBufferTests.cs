using Uncollapse.Tensors.Memory;

namespace Uncollapse.Tensors.Tests.Memory;

public sealed unsafe class NativeBufferTests
{
    [Fact]
    public void ItIsZeroedAlignedAndPadded()
    {
        foreach (int length in new[] { 0, 1, 15, 16, 17, 1000 })
        {
            using var buffer = new NativeBuffer<float>(length);
            Assert.Equal(length, buffer.Span.Length);
            Assert.Equal(0, (nint)buffer.Pointer % 64);
            for (int i = 0; i < length + 64; i++) Assert.Equal(0f, buffer.Pointer[i]);
        }
        Assert.Throws<ArgumentOutOfRangeException>(() => new NativeBuffer<float>(-1));
    }

    [Fact]
    public void ItIsNotUsedAfterItsEnd()
    {
        var buffer = new NativeBuffer<double>(4);
        buffer.Span[3] = 2;
        buffer.Dispose();
        buffer.Dispose();
        Assert.Throws<ObjectDisposedException>(() => buffer.Span.Length);
    }
}
