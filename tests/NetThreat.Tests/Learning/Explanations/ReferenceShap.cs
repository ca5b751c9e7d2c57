using System.Text.Json;
using NetThreat.Learning.Explanations;
using NetThreat.Learning.Trees;
using NetThreat.Testing;
using NetThreat.Tests.Learning.Boosting;

namespace NetThreat.Tests.Learning.Explanations;

/// <summary>All parts of tree-shap.json: Shapley values by enumeration of all subsets, to 1e-10.</summary>
public class ReferenceShap
{
    private const double Tolerance = 1e-10;

    [DataTheory]
    [InlineData("random_forest", "path_dependent")]
    [InlineData("random_forest", "interventional")]
    [InlineData("xgboost_binary", "path_dependent")]
    [InlineData("xgboost_binary", "path_dependent_with_missing")]
    [InlineData("xgboost_binary", "interventional")]
    [InlineData("xgboost_multi", "path_dependent")]
    [InlineData("xgboost_multi", "path_dependent_with_missing")]
    [InlineData("xgboost_multi", "interventional")]
    [InlineData("isolation_forest", "path_dependent")]
    [InlineData("isolation_forest", "interventional")]
    public void Values_are_those_of_the_reference(string name, string part)
    {
        using var document = Read("tree-shap.json");
        using var forests = Read("decision-forest.json");
        using var isolation = Read("isolation-forest.json");
        var model = ReferenceForest.Of(name, forests.RootElement, isolation.RootElement);
        var expected = document.RootElement.GetProperty(name).GetProperty(part);
        bool ofIsolation = name == "isolation_forest";
        var rows = ReferenceTrees.Matrix(ofIsolation ? isolation.RootElement.GetProperty("rows") : forests.RootElement.GetProperty(part.EndsWith("missing", StringComparison.Ordinal) ? "rows_with_missing" : "rows"));
        var background = ofIsolation ? rows.Take([.. Enumerable.Range(rows.Rows - 50, 50)]) : ReferenceTrees.Matrix(document.RootElement.GetProperty("background"));
        var (shap, interventional) = (new TreeShap(model.Trees), new InterventionalTreeShap(model.Trees, background));
        var values = expected.GetProperty("shap_values");
        Assert.Equal(12, values.GetArrayLength());
        var contributions = new double[rows.Columns];
        for (int r = 0; r < 12; r++)
        {
            for (int k = 0; k < model.Trees.Outputs; k++)
            {
                double baseline = part == "interventional" ? interventional.Explain(rows[r], k, contributions) : shap.Explain(rows[r], k, contributions);
                Assert.Equal(Of(expected.GetProperty("expected_value"), k), model.Base[k] + model.Scale * baseline, Tolerance);
                for (int f = 0; f < rows.Columns; f++) Assert.Equal(Of(values[r][f], k), model.Scale * contributions[f], Tolerance);
            }
        }
    }

    [DataFact]
    public void The_hand_sized_tree_has_the_worths_of_all_its_subsets()
    {
        using var document = Read("tree-shap.json");
        var tiny = document.RootElement.GetProperty("tiny");
        var trees = new TreeEnsemble(3, 1, 1, [ReferenceForest.Tiny(tiny.GetProperty("tree"))]);
        float[] row = [.. ReferenceTrees.Doubles(tiny.GetProperty("row")).Select(x => (float)x)];
        var background = ReferenceTrees.Matrix(tiny.GetProperty("background"));
        var contributions = new double[3];

        var path = tiny.GetProperty("path_dependent");
        Check(path, new TreeShap(trees).Explain(row, 0, contributions), contributions);
        Assert.Equal(ReferenceTrees.Doubles(path.GetProperty("worth")), SubsetWorths.PathDependent(trees, row), (a, b) => Math.Abs(a - b) < Tolerance);

        var interventional = tiny.GetProperty("interventional");
        Check(interventional, new InterventionalTreeShap(trees, background).Explain(row, 0, contributions), contributions);
        Assert.Equal(ReferenceTrees.Doubles(interventional.GetProperty("worth")), SubsetWorths.Interventional(trees, row, background), (a, b) => Math.Abs(a - b) < Tolerance);
    }

    private static void Check(JsonElement expected, double baseline, double[] contributions)
    {
        Assert.Equal(expected.GetProperty("expected_value").GetDouble(), baseline, Tolerance);
        for (int f = 0; f < 3; f++) Assert.Equal(expected.GetProperty("shap_values")[f].GetDouble(), contributions[f], Tolerance);
    }

    private static double Of(JsonElement value, int output) => value.ValueKind == JsonValueKind.Array ? value[output].GetDouble() : value.GetDouble();

    private static JsonDocument Read(string name) => JsonDocument.Parse(File.ReadAllText(Data.Path("learning/" + name)));
}
