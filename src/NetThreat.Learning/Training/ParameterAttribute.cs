namespace NetThreat.Learning.Training;

/// <summary>
/// Describes one hyper-parameter of a trainer: the property's kebab-case name is its name on the command line and in manifests
/// (<c>SampleSize</c> is <c>sample-size</c>). The range is checked before a fit and is what a search draws from.
/// </summary>
/// <param name="summary">One sentence with the unit.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ParameterAttribute(string summary) : Attribute
{
    public string Summary { get; } = summary;

    /// <summary>Smallest value allowed.</summary>
    public double Min { get; init; } = double.NegativeInfinity;

    /// <summary>Largest value allowed.</summary>
    public double Max { get; init; } = double.PositiveInfinity;

    /// <summary>Where a search draws from; both 0 when a search leaves the parameter alone.</summary>
    public double SearchFrom { get; init; }

    public double SearchTo { get; init; }

    /// <summary>Draw evenly in the logarithm.</summary>
    public bool SearchLogarithmic { get; init; }
}
