using NetThreat.Learning;
using NetThreat.Learning.Manifests;
using NetThreat.Learning.Models;
using NetThreat.Learning.Onnx.Scoring;
using NetThreat.Learning.Tables;
using NetThreat.Testing;

namespace NetThreat.Tests.Learning.Onnx;

/// <summary>Broken and foreign files, and wrong feeds: each is one clear line, never a crash or a silent score.</summary>
public sealed class OnnxRefusalTests
{
    [DataTheory]
    [InlineData("truncated.onnx", "broken")]
    [InlineData("random-bytes.onnx", "broken")]
    [InlineData("empty.onnx", "no graph")]
    [InlineData("custom-operator.onnx", "com.example.private")]
    [InlineData("unsupported-opset.onnx", "operator set 999")]
    [InlineData("unsupported-ir-version.onnx", "IR version 99")]
    [InlineData("dangling-input.onnx", "no_such_value")]
    [InlineData("external-weights.onnx", "another file")]
    public void A_broken_file_is_refused_before_the_runtime_sees_it(string file, string says)
    {
        Assert.Contains(OnnxReference.Root.GetProperty("broken").EnumerateArray(), b => b.GetProperty("file").GetString() == file);
        var error = Assert.Throws<LearningException>(() => NetThreat.Learning.Onnx.Format.OnnxInspector.Inspect(OnnxReference.Bytes(file)));
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
        Assert.Throws<LearningException>(() => OnnxModel.Load(OnnxReference.Bytes(file), new ManifestOnnx(), ColumnSet.Numbered(12)));
    }

    [DataFact]
    public void The_reference_holds_no_broken_file_and_no_misuse_without_a_test()
    {
        Assert.Equal(8, OnnxReference.Root.GetProperty("broken").GetArrayLength());
        Assert.Equal(6, OnnxReference.Root.GetProperty("misuse").GetArrayLength());
        Assert.Equal(14, OnnxReference.Root.GetProperty("models").GetArrayLength());
    }

    [DataFact]
    public void Eleven_columns_for_twelve_are_refused() =>
        Assert.Contains("reads 12 columns: the manifest names 11", Fault("scaler-logistic.onnx", Logistic, 11), StringComparison.Ordinal);

    [DataFact]
    public void A_wrong_input_name_is_refused_with_those_that_there_are() =>
        Assert.Contains("no input 'X': it has 'features'", Fault("scaler-logistic.onnx", Logistic with { Inputs = ["X"] }, 12), StringComparison.Ordinal);

    [DataFact]
    public void Float32_rows_are_widened_for_a_model_of_float64()
    {
        // The runtime refuses float32 here; we feed what the model declares, so that the misuse cannot happen.
        var model = (IRowModel)OnnxModel.Load(OnnxReference.Bytes("scaler-logistic-double.onnx"), Logistic, ColumnSet.Numbered(12));
        Assert.Equal("float64", model is OnnxModel m ? m.Info.Inputs[0].Element.ToString().ToLowerInvariant() : "");
        Assert.All(OnnxImportTests.Score(model, new Matrix(2, 12)), s => Assert.InRange(s, 0, 1));
    }

    [DataFact]
    public void Two_rows_where_one_is_declared_are_fed_one_by_one()
    {
        var reference = OnnxReference.Model("autoencoder-one-row.onnx");
        var model = (IRowModel)OnnxModel.Load(OnnxReference.Bytes("autoencoder-one-row.onnx"), OnnxReference.Binding(reference), ColumnSet.Numbered(12));
        var row = OnnxReference.Rows(reference);
        var scores = OnnxImportTests.Score(model, row.Take([0, 0, 0]));
        Assert.All(scores, s => OnnxReference.Close(OnnxReference.ExpectedScores(reference)[0], s, "row"));
    }

    [DataFact]
    public void A_matrix_where_a_vector_is_declared_is_fed_row_by_row()
    {
        var reference = OnnxReference.Model("vector-input.onnx");
        var model = (IRowModel)OnnxModel.Load(OnnxReference.Bytes("vector-input.onnx"), OnnxReference.Binding(reference), ColumnSet.Numbered(12));
        Assert.All(OnnxImportTests.Score(model, OnnxReference.Rows(reference).Take([0, 0])), s => OnnxReference.Close(OnnxReference.ExpectedScores(reference)[0], s, "row"));
    }

    [DataFact]
    public void A_model_of_sequences_is_no_model_of_rows() =>
        Assert.Contains("rank 3 and reads sequences", Fault("sequence-input.onnx", new ManifestOnnx(), 6), StringComparison.Ordinal);

    [DataFact]
    public void A_model_of_rows_is_no_model_of_sequences() =>
        Assert.Contains("sequences have rank 3", Fault("scaler-logistic.onnx", Logistic, 12, steps: 10), StringComparison.Ordinal);

    [DataTheory]
    [InlineData("", "2 outputs: name the one with the score, of 'label', 'probabilities'")]
    [InlineData("score", "no output 'score': it has 'label', 'probabilities'")]
    public void An_output_that_is_not_there_is_refused_with_those_that_are(string output, string says) =>
        Assert.Contains(says, Fault("scaler-logistic.onnx", Logistic with { Output = output }, 12), StringComparison.Ordinal);

    [DataTheory]
    [InlineData("2", "no entry '2': it has 0 to 1")]
    [InlineData("-1", "no entry '-1'")]
    [InlineData("attack", "no entry 'attack'")]
    [InlineData(null, "needs an entry")]
    public void An_entry_that_is_not_there_is_refused(string? entry, string says) =>
        Assert.Contains(says, Fault("scaler-logistic.onnx", Logistic with { Entry = entry }, 12), StringComparison.Ordinal);

    [DataFact]
    public void A_key_that_is_not_there_is_refused_with_those_that_are() =>
        Assert.Contains("has no entry 'Benign': it has BENIGN, DDoS", Fault("random-forest-zipmap-text.onnx", new ManifestOnnx { Output = "output_probability", Reading = OnnxReading.Entry, Entry = "Benign" }, 12), StringComparison.Ordinal);

    [DataFact]
    public void A_missing_value_is_named()
    {
        var model = (IRowModel)OnnxModel.Load(OnnxReference.Bytes("scaler-logistic.onnx"), Logistic, ColumnSet.Numbered(12));
        var rows = new Matrix(3, 12);
        rows[1][4] = float.NaN;
        Assert.Contains("row 2, column 'c4' is NaN", Assert.Throws<LearningException>(() => OnnxImportTests.Score(model, rows)).Message, StringComparison.Ordinal);
    }

    private static ManifestOnnx Logistic { get; } = new() { Output = "probabilities", Reading = OnnxReading.Entry, Entry = "1" };

    private static string Fault(string file, ManifestOnnx onnx, int columns, int steps = 0) =>
        Assert.Throws<LearningException>(() => OnnxModel.Load(OnnxReference.Bytes(file), onnx, ColumnSet.Numbered(columns), steps: steps)).Message;
}
