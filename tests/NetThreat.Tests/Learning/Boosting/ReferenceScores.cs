using System.Text.Json;
using NetThreat.Testing;

namespace NetThreat.Tests.Learning.Boosting;

/// <summary>XGBoost's models given as trees: margins and probabilities.</summary>
public class ReferenceScores
{
    [DataTheory]
    [InlineData("xgboost_binary", null)]
    [InlineData("xgboost_binary", "with_missing")]
    [InlineData("xgboost_binary", "on_threshold")]
    [InlineData("xgboost_binary", "just_below_threshold")]
    [InlineData("xgboost_multi", null)]
    [InlineData("xgboost_multi", "with_missing")]
    public void Margins_and_probabilities_are_those_of_the_reference(string model, string? part)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Data.Path("learning/decision-forest.json")));
        var file = document.RootElement;
        var boosted = ReferenceTrees.Model(file, model);
        var of = file.GetProperty(model);
        var expected = part is null ? of : of.GetProperty(part);
        var rows = ReferenceTrees.Matrix(part == "with_missing" ? file.GetProperty("rows_with_missing") : expected.TryGetProperty("rows", out var own) ? own : file.GetProperty("rows"));
        int outputs = boosted.BaseMargins.Length;

        var margins = new double[rows.Rows * outputs];
        boosted.Margins(rows.All, margins);
        var scores = new double[rows.Rows * boosted.Outputs];
        boosted.Score(rows.All, scores);
        for (int r = 0; r < rows.Rows; r++)
        {
            for (int k = 0; k < outputs; k++)
            {
                Assert.Equal(Of(expected.GetProperty("margin"), r, k), margins[r * outputs + k], 2e-6);
                if (expected.TryGetProperty("probability", out var probability)) Assert.Equal(Of(probability, r, k), scores[r * boosted.Outputs + (outputs == 1 ? 1 : k)], 1e-6);
            }
        }
    }

    private static double Of(JsonElement list, int row, int output) => list[row].ValueKind == JsonValueKind.Array ? list[row][output].GetDouble() : list[row].GetDouble();
}
