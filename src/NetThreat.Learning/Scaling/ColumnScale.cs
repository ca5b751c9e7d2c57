using NetThreat.Learning.Saving;

namespace NetThreat.Learning.Scaling;

/// <summary>A fitted, never falling function of one column's values, computed in float64. NaN stays NaN.</summary>
public abstract class ColumnScale
{
    private enum Form
    {
        Affine,
        Quantile,
        Log,
    }

    public abstract double Apply(double value);

    private protected abstract void SaveParts(ModelWriter writer);

    internal void Save(ModelWriter writer)
    {
        writer.Write((int)(this switch { AffineScale => Form.Affine, QuantileScale => Form.Quantile, _ => Form.Log }));
        SaveParts(writer);
    }

    internal static ColumnScale Read(ModelReader reader) => (Form)reader.ReadCount(0, 2) switch
    {
        Form.Affine => AffineScale.ReadParts(reader),
        Form.Quantile => QuantileScale.ReadParts(reader),
        _ => LogScale.ReadParts(reader),
    };
}
