using System.Collections.Immutable;
using NetThreat.Learning.Tables;

namespace NetThreat.Learning.Scaling;

/// <summary>Fits one function per column. A column without any value passes unchanged.</summary>
public abstract record ColumnScaling : IStepTrainer
{
    /// <summary>Columns to scale; none named means all that hold numbers.</summary>
    public ImmutableArray<string> Columns { get; init; } = [];

    /// <param name="values">The column's values without the missing ones, at least one; may be sorted in place.</param>
    public abstract ColumnScale Fit(Span<double> values);

    public PreprocessingStep Fit(Matrix rows, ColumnSet columns)
    {
        var scales = new ColumnScale?[columns.Count];
        foreach (int c in StepColumns.Find(columns, Columns, categories: false))
        {
            var values = StepColumns.Present(rows, c);
            if (values.Length > 0) scales[c] = Fit(values);
        }
        return new ScaledColumns(columns, scales);
    }
}

/// <summary>(x - mean) / standard deviation.</summary>
public sealed record StandardScaling : ColumnScaling
{
    /// <summary>Values are held within ± this; infinite leaves them.</summary>
    public double Clip { get; init; } = double.PositiveInfinity;

    public override ColumnScale Fit(Span<double> values) => AffineScale.Standard(values, Clip);
}

/// <summary>(x - median) / range between the quartiles: outliers in training do not move it.</summary>
public sealed record RobustScaling : ColumnScaling
{
    /// <inheritdoc cref="StandardScaling.Clip"/>
    public double Clip { get; init; } = double.PositiveInfinity;

    public override ColumnScale Fit(Span<double> values)
    {
        values.Sort();
        return AffineScale.Robust(values, Clip);
    }
}

/// <summary>The training range becomes 0 to 1, and what is beyond it is held there.</summary>
public sealed record MinMaxScaling : ColumnScaling
{
    public override ColumnScale Fit(Span<double> values)
    {
        values.Sort();
        return AffineScale.MinMax(values);
    }
}

/// <summary>The share of training values below: any distribution becomes uniform, or normal.</summary>
public sealed record QuantileScaling : ColumnScaling
{
    /// <summary>Quantiles to keep, 2 to 100,000.</summary>
    public int Quantiles { get; init; } = 1000;

    /// <summary>Give a normal distribution instead of a uniform one.</summary>
    public bool Normal { get; init; }

    public override ColumnScale Fit(Span<double> values)
    {
        if (Quantiles is < 2 or > 100_000) throw new LearningException($"quantile scaling with {Quantiles} quantiles: 2 to 100,000 are allowed");
        values.Sort();
        return QuantileScale.Fit(values, Quantiles, Normal);
    }
}

/// <summary>ln(1 + x) of what is not negative, held at a largest value.</summary>
public sealed record LogScaling : ColumnScaling
{
    public double High { get; init; } = double.PositiveInfinity;

    public override ColumnScale Fit(Span<double> values) => new LogScale(High);
}
