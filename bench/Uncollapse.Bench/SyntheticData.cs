using System.Buffers.Binary;
using System.Text;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Bench;

/// <summary>Data of the shapes of MNIST and of the Penn Treebank, so that a measurement needs no data set.</summary>
internal static class SyntheticData
{
    private const int Pixels = 784;

    /// <summary>28 x 28 images as bytes in idx: blurred discs, so that the loss falls and no activation dies.</summary>
    internal static void WriteImages(string path, int images)
    {
        byte[] file = new byte[16 + (images * Pixels)];
        BinaryPrimitives.WriteInt32BigEndian(file, 0x00000803);
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(4), images);
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(8), 28);
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(12), 28);
        float[] place = new float[3 * images];
        new Rng(3).FillUniform(place);
        for (int n = 0; n < images; n++)
        {
            double x = 6 + (16 * place[3 * n]), y = 6 + (16 * place[(3 * n) + 1]), r = 3 + (5 * place[(3 * n) + 2]);
            for (int i = 0; i < Pixels; i++)
            {
                double distance = Math.Sqrt(((i % 28) - x) * ((i % 28) - x) + ((i / 28) - y) * ((i / 28) - y));
                file[16 + (n * Pixels) + i] = (byte)(255 * Math.Clamp(r - distance, 0, 1));
            }
        }
        File.WriteAllBytes(path, file);
    }

    /// <summary>A folder of sentences with the lengths of <see cref="Lengths"/>; every word of the vocabulary is there.</summary>
    internal static void WriteSentences(string folder, int sentences, int words)
    {
        Directory.CreateDirectory(folder);
        var text = new StringBuilder();
        int place = 0;
        foreach (int length in Lengths(sentences))
        {
            // Three words of four walk through the whole vocabulary, the rest are its first hundred.
            for (int i = 0; i < length; i++, place++) text.Append('w').Append(place % 4 > 0 ? (place - (place / 4)) % words : place * 31 % 100).Append(i + 1 < length ? ' ' : '\n');
        }
        File.WriteAllText(Path.Combine(folder, "train.txt"), text.ToString());
        foreach (string split in (ReadOnlySpan<string>)["valid", "test"]) File.WriteAllText(Path.Combine(folder, split + ".txt"), "w1 w2 w3\n");
    }

    /// <summary>Words of each sentence: mean 21, deviation 10, from 1 to 55 as nearly all of the Penn Treebank's. peers/torch_train.py draws the same.</summary>
    internal static IEnumerable<int> Lengths(int sentences)
    {
        // The minimal standard generator of Park and Miller (1988), revised: two lines in any language.
        long state = 1;
        for (int n = 0; n < sentences; n++)
        {
            double sum = 0;
            for (int i = 0; i < 4; i++)
            {
                state = state * 48271 % 2147483647;
                sum += state / 2147483647.0;
            }
            yield return Math.Clamp((int)Math.Floor(21 + (17.3 * (sum - 2))), 1, 55);
        }
    }
}
