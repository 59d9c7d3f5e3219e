namespace Uncollapse.Tensors.Kernels;

/// <summary>The extents of a likelihood of counts.</summary>
/// <param name="Family">The distribution.</param>
/// <param name="Rows">Examples.</param>
/// <param name="Columns">Outputs of an example.</param>
/// <param name="Theta">How many dispersions there are: negative binomials have one a column or one an element, the Dirichlet-multinomial one; the others none.</param>
public readonly record struct CountShape(CountFamily Family, int Rows, int Columns, VarianceShape Theta)
{
    /// <summary>Log-likelihoods take the logarithms of dispersions within this distance of 0; slopes are passed on from there.</summary>
    public const double LargestLogTheta = 40;

    /// <summary>Whether the family has a dispersion.</summary>
    public bool HasTheta => Family is not (CountFamily.Poisson or CountFamily.Multinomial);

    /// <summary>Whether the family has a mean that the library sets.</summary>
    public bool HasSize => Family is not (CountFamily.Multinomial or CountFamily.DirichletMultinomial);

    /// <summary>Whether the family has a probability of zeros beside its own.</summary>
    public bool HasZeros => Family == CountFamily.ZeroInflatedNegativeBinomial;

    /// <summary>The number of dispersions.</summary>
    public long ThetaCount => !HasTheta ? 0 : Theta switch
    {
        VarianceShape.Scalar => 1,
        VarianceShape.PerColumn => Columns,
        _ => (long)Rows * Columns,
    };
}
