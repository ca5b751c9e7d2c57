using NetThreat.Core.Bus;
using NetThreat.Core.Wire;

namespace NetThreat.Detection;

/// <summary>Puts a message that cannot be decoded aside, with where it was and why.</summary>
internal static class DeadLetters
{
    public static void Add(in BusMessage message, string reason, List<Publication> publications)
    {
        DetectionMetrics.DeadLetters.Add(1);
        publications.Add(new(Topics.DeadLetter, 0, DeadLetterCodec.Encode(new DeadLetter(message.Topic, message.Partition, message.Offset, reason, message.Payload))));
    }
}
