using System.Text.Json;
using NetThreat.Learning.Scaling;
using NetThreat.Learning.Tables;
using NetThreat.Testing;
using NetThreat.Tests.Learning.References;

namespace NetThreat.Tests.Learning.Scaling;

public sealed class ScalingReferenceTests
{
    private const double Tolerance = 1e-12;

    private static readonly JsonElement File = Data.Root is null ? default : Reference.Read("scaling.json");

    [DataFact]
    public void Standard_scaling()
    {
        Check("standard", (values, _) => AffineScale.Standard(values));
        var expected = File.GetProperty("standard");
        Parameters(expected.GetProperty("mean"), expected.GetProperty("scale"), values => AffineScale.Standard(values));
    }

    [DataFact]
    public void Robust_scaling()
    {
        Check("robust", (_, sorted) => AffineScale.Robust(sorted));
        var expected = File.GetProperty("robust");
        Parameters(expected.GetProperty("center"), expected.GetProperty("scale"), values => AffineScale.Robust([.. values.Order()]));
    }

    [DataFact]
    public void Min_max_scaling() => Check("min_max", (_, sorted) => AffineScale.MinMax(sorted));

    [DataFact]
    public void Log1p_with_clipping() => Check("log1p_clip", (_, _) => new LogScale(10));

    [DataFact]
    public void Quantiles_to_a_uniform_distribution()
    {
        var rows = File.GetProperty("rows").Table();
        foreach (var expected in File.GetProperty("quantile_uniform").EnumerateArray())
        {
            int count = expected.GetProperty("n_quantiles").GetInt32();
            Check(expected, (_, sorted) => QuantileScale.Fit(sorted, count, normal: false));
            var quantiles = expected.GetProperty("quantiles").Table();
            for (int c = 0; c < rows[0].Length; c++)
            {
                var scale = QuantileScale.Fit(Sorted(rows, c), count, normal: false);
                for (int k = 0; k < count; k++) Reference.Near(quantiles[k][c], scale.Quantiles[k], Tolerance, $"quantile {k} of column {c}", Tolerance);
            }
        }
    }

    [DataFact]
    public void One_hot_with_unknown_categories()
    {
        var expected = File.GetProperty("one_hot");
        var names = expected.GetProperty("columns").Texts();
        string[][] texts = [.. expected.GetProperty("rows").EnumerateArray().Select(r => r.Texts())];
        string[][] fresh = [.. expected.GetProperty("fresh").EnumerateArray().Select(r => r.Texts())];

        // The dictionaries are in the order of occurrence, as a reader of a file makes them.
        var columns = new ColumnSet(names.Select((n, c) => new Column(n) { Categories = [.. texts.Select(t => t[c]).Distinct()] }));
        var step = new OneHotEncoding().Fit(Coded(texts, columns), columns);

        var categories = expected.GetProperty("categories").EnumerateArray().SelectMany((list, c) => list.Texts().Select(t => $"{names[c]}={t}"));
        Assert.Equal(categories, step.Output.Columns.Select(c => c.Name));
        Exact(expected.GetProperty("output"), step, Coded(texts, columns));
        Exact(expected.GetProperty("output_fresh"), step, Coded(fresh, columns));
    }

    private static void Exact(JsonElement expected, PreprocessingStep step, Matrix rows)
    {
        var table = expected.Table();
        for (int r = 0; r < table.Length; r++)
        {
            var result = new float[step.Output.Count];
            step.Apply(rows[r], result);
            Assert.Equal(table[r], result.Select(v => (double)v));
        }
    }

    private static Matrix Coded(string[][] texts, ColumnSet columns)
    {
        var rows = new Matrix(texts.Length, columns.Count);
        for (int r = 0; r < texts.Length; r++)
            for (int c = 0; c < columns.Count; c++)
                rows[r][c] = columns.Columns[c].Categories.IndexOf(texts[r][c]) is var code and >= 0 ? code : float.NaN;
        return rows;
    }

    private static void Parameters(JsonElement centers, JsonElement scales, Func<double[], AffineScale> fit)
    {
        var rows = File.GetProperty("rows").Table();
        for (int c = 0; c < rows[0].Length; c++)
        {
            var scale = fit([.. rows.Select(r => r[c])]);
            Reference.Near(centers[c].GetDouble(), scale.Center, Tolerance, $"centre of column {c}", Tolerance);
            Reference.Near(scales[c].GetDouble(), scale.Scale, Tolerance, $"scale of column {c}", Tolerance);
        }
    }

    private static void Check(string name, Func<double[], double[], ColumnScale> fit) => Check(File.GetProperty(name), fit);

    private static void Check(JsonElement expected, Func<double[], double[], ColumnScale> fit)
    {
        double[][] rows = File.GetProperty("rows").Table(), fresh = File.GetProperty("fresh").Table();
        double[][] output = expected.GetProperty("output").Table(), outputFresh = expected.GetProperty("output_fresh").Table();
        for (int c = 0; c < rows[0].Length; c++)
        {
            var scale = fit([.. rows.Select(r => r[c])], Sorted(rows, c));
            for (int r = 0; r < rows.Length; r++) Reference.Near(output[r][c], scale.Apply(rows[r][c]), Tolerance, $"row {r}, column {c}", Tolerance);
            for (int r = 0; r < fresh.Length; r++) Reference.Near(outputFresh[r][c], scale.Apply(fresh[r][c]), Tolerance, $"fresh row {r}, column {c}", Tolerance);
        }
    }

    private static double[] Sorted(double[][] rows, int column) => [.. rows.Select(r => r[column]).Order()];
}
