namespace Uncollapse.Zoo;

/// <summary>How large the zoo's models and data are.</summary>
public enum ZooSize
{
    /// <summary>Pictures of 16 x 16, networks of one layer of 128: a second or two a training.</summary>
    Small,

    /// <summary>Pictures of 28 x 28, networks of one layer of 256, four times the examples.</summary>
    Medium,
}
