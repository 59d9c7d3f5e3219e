namespace Uncollapse.Tensors.Randomness;

/// <summary>The plain twin: one element at a time.</summary>
internal sealed unsafe class ScalarFills : RandomFills
{
    internal override void Uniform(ulong key, int length, float* to)
    {
        for (int i = 0; i < length; i++) to[i] = (Word(key, i) >> 8) * UniformUnit;
    }

    internal override void Normal(ulong key, int length, float* to)
    {
        for (int i = 0; i < length; i++)
        {
            int cosine = i & ~16;
            to[i] = ExactMath.BoxMuller(Word(key, cosine), Word(key, cosine | 16), (i & 16) != 0);
        }
    }

    internal override void Bernoulli(ulong key, int length, float* values, float shift, float divisor, float* to)
    {
        for (int i = 0; i < length; i++) to[i] = (Word(key, i) >> 8) * UniformUnit < (values[i] - shift) / divisor ? 1 : 0;
    }

    internal static uint Word(ulong key, int index)
    {
        int within = index % Chunk;
        ulong block = Threefry.Block(key, ((ulong)(index / Chunk) * 16) + (ulong)(within & 15));
        return within < 16 ? (uint)block : (uint)(block >> 32);
    }
}
