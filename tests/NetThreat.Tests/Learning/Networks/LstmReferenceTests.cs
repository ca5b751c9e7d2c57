using System.Text.Json;
using NetThreat.Learning.Networks.Layers;
using NetThreat.Learning.Networks.Losses;
using NetThreat.Learning.Networks.Optimisers;
using NetThreat.Testing;

namespace NetThreat.Tests.Learning.Networks;

/// <summary>PyTorch's LSTM of 6 inputs and 8 units with a linear head in float64: states, loss, gradients, Adam's steps, shorter sequences.</summary>
public class LstmReferenceTests
{
    private static readonly string[] s_names = ["lstm.weight_ih_l0", "lstm.weight_hh_l0", "lstm.bias_ih_l0", "lstm.bias_hh_l0", "head.weight", "head.bias"];

    private static readonly Lazy<JsonElement> s_file = new(() => ReferenceVectors.Read("lstm.json"));

    [DataFact]
    public void States_loss_and_gradients()
    {
        var network = Network();
        var pass = (SequentialPass<double>)network.NewPass(training: true);
        var (input, gradient) = (Input(), new Batch<double>());
        double loss = LossAndGradients(pass, input, gradient), forward = Tolerance("forward");

        ReferenceVectors.Near(File("hidden_states"), pass.Passes[0].Output.Values, forward, "hidden_states");
        ReferenceVectors.Near(File("last_hidden"), pass.Passes[1].Output.Values, forward, "last_hidden");
        ReferenceVectors.Near(File("last_cell"), LastCells(pass, input), forward, "last_cell");
        ReferenceVectors.Near(File("logits"), pass.Output.Values, forward, "logits");
        ReferenceVectors.Near(File("probabilities"), Probabilities(pass), forward, "probabilities");
        Assert.Equal(File("loss").GetDouble(), loss, forward);
        for (int i = 0; i < s_names.Length; i++) ReferenceVectors.Near(File("gradients").GetProperty(s_names[i]), pass.Gradients[i], Tolerance("gradients"), s_names[i]);
    }

    [DataTheory]
    [InlineData("adam_1_step")]
    [InlineData("adam_5_steps")]
    public void Adam_steps(string run)
    {
        var network = Network();
        var pass = network.NewPass(training: true);
        var (input, gradient, settings) = (Input(), new Batch<double>(), File("hyper_parameters"));
        var adam = new Adam<double>(settings.GetProperty("b1").GetDouble(), settings.GetProperty("b2").GetDouble(), settings.GetProperty("eps").GetDouble());
        var losses = new List<double>();
        foreach (var _ in File(run).GetProperty("losses_before_each_step").EnumerateArray())
        {
            pass.ClearGradients();
            losses.Add(LossAndGradients(pass, input, gradient));
            adam.Step(network.Parameters, pass.Gradients, settings.GetProperty("lr").GetDouble());
            network.Refresh();
        }
        double tolerance = Tolerance("after_steps");
        ReferenceVectors.Near(File(run).GetProperty("losses_before_each_step"), losses.ToArray(), tolerance, "loss");
        for (int i = 0; i < s_names.Length; i++) ReferenceVectors.Near(File(run).GetProperty("parameters").GetProperty(s_names[i]), network.Parameters[i].Values, tolerance, s_names[i]);
    }

    [DataTheory]
    [InlineData(0.0)]
    [InlineData(1e6)]
    public void Shorter_sequences_whatever_stands_in_the_padding(double padding)
    {
        var pass = (SequentialPass<double>)Network().NewPass(training: false);
        var (input, expected) = (Input(), File("shorter_sequences"));
        ReferenceVectors.Integers(expected.GetProperty("lengths")).CopyTo(input.Lengths);
        for (int i = 0; i < input.Sequences; i++)
        {
            for (int t = input.Lengths[i]; t < input.Steps && padding != 0; t++) input[i, t].Fill(padding);
        }
        pass.Forward(input, PassMode.Scoring);
        double forward = Tolerance("forward");
        ReferenceVectors.Near(expected.GetProperty("last_hidden"), pass.Passes[1].Output.Values, forward, "last_hidden");
        ReferenceVectors.Near(expected.GetProperty("last_cell"), LastCells(pass, input), forward, "last_cell");
        ReferenceVectors.Near(expected.GetProperty("probabilities"), Probabilities(pass), forward, "probabilities");
    }

    private static double LossAndGradients(Pass<double> pass, Batch<double> input, Batch<double> gradient)
    {
        pass.Forward(input, PassMode.Scoring);
        double sum = BinaryCrossEntropy.Compute(pass.Output, ReferenceVectors.Integers(File("targets")), [], 1.0 / input.Sequences, gradient);
        pass.Backward(gradient);
        return sum / input.Sequences;
    }

    private static double[] LastCells(SequentialPass<double> pass, Batch<double> input)
    {
        var lstm = (LstmPass<double>)pass.Passes[0];
        return [.. Enumerable.Range(0, input.Sequences).SelectMany(i => lstm.Cells[i, input.Lengths[i] - 1].ToArray())];
    }

    private static double[] Probabilities(SequentialPass<double> pass) => [.. pass.Output.Values.ToArray().Select(z => 1 / (1 + Math.Exp(-z)))];

    private static SequentialLayer<double> Network()
    {
        var network = new SequentialLayer<double>(new LstmLayer<double>(6, 8), new LastStepLayer<double>(8), new DenseLayer<double>(8, 1));
        ReferenceVectors.Set(network, File("initial"), s_names);
        return network;
    }

    private static Batch<double> Input() => ReferenceVectors.Batch(File("batch"), 4, 10, 6);

    private static JsonElement File(string name) => s_file.Value.GetProperty(name);

    private static double Tolerance(string what) => File("tolerance").GetProperty(what).GetDouble();
}
