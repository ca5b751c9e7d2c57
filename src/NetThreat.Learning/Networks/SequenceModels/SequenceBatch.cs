using NetThreat.Learning.Networks.Layers;
using NetThreat.Learning.Tables;

namespace NetThreat.Learning.Networks.SequenceModels;

/// <summary>Sequences in a batch, cut to the longest of them, with zeros for padding: what stands in the padding is never read.</summary>
internal static class SequenceBatch
{
    /// <param name="delayed">Puts a step of zeros before each sequence and leaves out its last: a model that predicts sees only what came before.</param>
    public static void Fill(Batch<float> batch, Sequences sequences, ReadOnlySpan<int> chosen, bool delayed)
    {
        batch.Shape(chosen.Length, Longest(sequences, chosen), sequences.Width);
        for (int i = 0; i < chosen.Length; i++) FillOne(batch, i, sequences, chosen[i], delayed);
    }

    public static void Fill(Batch<float> batch, Sequences sequences, int first, int count, bool delayed)
    {
        int longest = 1;
        for (int i = 0; i < count; i++) longest = Math.Max(longest, sequences.Lengths[first + i]);
        batch.Shape(count, longest, sequences.Width);
        for (int i = 0; i < count; i++) FillOne(batch, i, sequences, first + i, delayed);
    }

    private static void FillOne(Batch<float> batch, int place, Sequences sequences, int sequence, bool delayed)
    {
        int length = sequences.Lengths[sequence], width = sequences.Width, shift = delayed ? 1 : 0;
        batch.Lengths[place] = length;
        var to = batch.Values.Slice(place * batch.Steps * width, batch.Steps * width);
        to.Clear();
        sequences[sequence][..((length - shift) * width)].CopyTo(to[(shift * width)..]);
    }

    private static int Longest(Sequences sequences, ReadOnlySpan<int> chosen)
    {
        int longest = 1;
        foreach (int sequence in chosen) longest = Math.Max(longest, sequences.Lengths[sequence]);
        return longest;
    }
}
